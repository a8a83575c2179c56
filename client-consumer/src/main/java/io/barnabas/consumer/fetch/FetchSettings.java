package io.barnabas.consumer.fetch;

import io.barnabas.network.retry.Backoff;

/**
 * How to fetch. Immutable.
 *
 * @param maxBytes {@code fetch.max.bytes}
 * @param maxPartitionBytes {@code max.partition.fetch.bytes}
 * @param bufferBytes {@code barnabas.fetch.buffer.bytes}: what is fetched ahead of the application,
 *     answers under way included
 * @param readCommitted {@code isolation.level}
 */
public record FetchSettings(
    int maxWaitMs,
    int minBytes,
    int maxBytes,
    int maxPartitionBytes,
    long bufferBytes,
    int maxPollRecords,
    boolean checkCrcs,
    boolean readCommitted,
    int requestTimeoutMs,
    Backoff backoff) {}
