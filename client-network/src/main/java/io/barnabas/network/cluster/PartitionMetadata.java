package io.barnabas.network.cluster;

import io.barnabas.protocol.ErrorCode;

/**
 * One partition as the cluster last described it.
 *
 * @param leader node id, or -1 if there is none
 * @param leaderEpoch the leader's epoch, or -1 if the broker did not say
 */
public record PartitionMetadata(
    int partition,
    int leader,
    int leaderEpoch,
    int[] replicas,
    int[] isr,
    int[] offlineReplicas,
    ErrorCode error) {}
