/**
 * What a user learns of a record that was sent. Results are asked by any thread; whoever waits for
 * them by a stage runs on the loop.
 */
package io.barnabas.producer.result;
