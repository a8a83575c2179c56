/** Many application threads on one producer, against a real broker. */
package io.barnabas.it.threads;
