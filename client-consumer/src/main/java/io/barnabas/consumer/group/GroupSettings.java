package io.barnabas.consumer.group;

import io.barnabas.network.error.Backoff;
import java.util.Optional;

/**
 * How to be a member. Immutable.
 *
 * @param remoteAssignor the assignor of the coordinator, where the protocol has such
 * @param maxPollIntervalMs also the time a rebalance may take
 */
public record GroupSettings(
    String groupId,
    Optional<String> groupInstanceId,
    Optional<String> rackId,
    Optional<String> remoteAssignor,
    int sessionTimeoutMs,
    int heartbeatIntervalMs,
    int maxPollIntervalMs,
    int requestTimeoutMs,
    Backoff backoff,
    boolean excludesInternalTopics,
    String logPrefix) {}
