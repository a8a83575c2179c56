/**
 * Brings batches to the leaders of their partitions and their results back: an event-driven sender
 * that touches only partitions with something to do. Everything here belongs to the loop thread.
 */
package io.barnabas.producer.delivery;
