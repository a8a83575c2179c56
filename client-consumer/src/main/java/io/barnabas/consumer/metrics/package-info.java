/**
 * What the consumer does, counted for the metrics that kafka-clients' consumer has too: by the
 * polling thread once a call or once a fetch, by the loop once a request, never once a record. Made
 * and closed by whoever makes and closes the consumer.
 */
package io.barnabas.consumer.metrics;
