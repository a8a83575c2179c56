/**
 * What the whole tree keeps to: layers, the public types of kafka-clients, packages that say what
 * they are for.
 */
package io.barnabas.it.architecture;
