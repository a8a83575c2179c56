/**
 * What the producer does, counted for the metrics that kafka-clients' producer has too: by the loop
 * for each request and batch, by application threads only where they were blocked. Made and closed
 * by whoever makes and closes the producer.
 */
package io.barnabas.producer.metrics;
