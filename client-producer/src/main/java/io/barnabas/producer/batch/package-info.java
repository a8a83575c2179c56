/**
 * The hand-over from application threads to the loop: records are appended to batches under a short
 * lock for each partition, the loop takes what is announced, without a lock. What stands here is
 * shared between threads; each field says who guards it. Used by the producer and by {@code
 * delivery}.
 */
package io.barnabas.producer.batch;
