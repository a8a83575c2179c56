/**
 * The consumer. {@code BarnabasConsumer} is the facade: one caller at a time, whichever thread that
 * is. Its parts are put together by {@code ConsumerParts}; what they do is in the packages below:
 * subscription, fetch, group, offset. The loop thread is the network client's.
 */
package io.barnabas.consumer;
