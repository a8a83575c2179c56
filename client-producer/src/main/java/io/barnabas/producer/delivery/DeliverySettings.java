package io.barnabas.producer.delivery;

import io.barnabas.network.error.Backoff;

/**
 * What delivery needs to know of the configuration.
 *
 * @param maxInFlight requests for each connection
 * @param acks -1 (all), 0 or 1
 */
public record DeliverySettings(
    String logPrefix,
    int maxInFlight,
    int maxRequestSize,
    short acks,
    int retries,
    int requestTimeoutMs,
    long deliveryTimeoutMs,
    Backoff backoff) {}
