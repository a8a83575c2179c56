package io.barnabas.consumer.group;

import io.barnabas.network.retry.Backoff;
import java.util.Optional;

/**
 * How to be a member. Immutable.
 *
 * @param maxPollIntervalMs also the time a rebalance may take
 */
public record GroupSettings(
    String groupId,
    Optional<String> groupInstanceId,
    Optional<String> rackId,
    int sessionTimeoutMs,
    int heartbeatIntervalMs,
    int maxPollIntervalMs,
    int requestTimeoutMs,
    Backoff backoff,
    boolean excludesInternalTopics,
    String logPrefix) {}
