package io.barnabas.producer.transaction;

/**
 * What transactions need to know of the configuration.
 *
 * @param timeoutMs after which the coordinator aborts a transaction by itself
 * @param maxBlockMs how long calls of the application wait
 */
public record TransactionSettings(
    String logPrefix, String transactionalId, int timeoutMs, long maxBlockMs) {}
