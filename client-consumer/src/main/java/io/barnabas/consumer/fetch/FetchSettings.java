package io.barnabas.consumer.fetch;

import io.barnabas.network.error.Backoff;

/**
 * How to fetch. Immutable.
 *
 * @param maxBytes {@code fetch.max.bytes}
 * @param maxPartitionBytes {@code max.partition.fetch.bytes}
 * @param bufferBytes {@code barnabas.fetch.buffer.bytes}: what is fetched ahead of the application,
 *     answers under way included
 * @param maxDecompressedBytes {@code barnabas.decompressed.batch.max.bytes}: a batch that is larger
 *     counts as corrupt
 * @param readCommitted {@code isolation.level}
 * @param rack {@code client.rack}; empty for none
 * @param metadataMaxAgeMs how long a follower that a leader has named may be fetched from
 */
public record FetchSettings(
    int maxWaitMs,
    int minBytes,
    int maxBytes,
    int maxPartitionBytes,
    long bufferBytes,
    int maxDecompressedBytes,
    int maxPollRecords,
    boolean checkCrcs,
    boolean readCommitted,
    String rack,
    long metadataMaxAgeMs,
    int requestTimeoutMs,
    Backoff backoff) {}
