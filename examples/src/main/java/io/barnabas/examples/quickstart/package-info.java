/**
 * The quickstart: a real broker, real data, one topic, a producer, a group of two consumers of
 * which one leaves, and the admin client to look at the result.
 */
package io.barnabas.examples.quickstart;
