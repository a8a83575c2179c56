package io.barnabas.network.cluster;

import io.barnabas.protocol.ErrorCode;

/**
 * One partition as the cluster last described it. The arrays are not to be changed.
 *
 * @param leader node id of a broker of the same snapshot, or -1 if there is none
 * @param leaderEpoch the leader's epoch, or -1 if the broker did not say
 */
public record PartitionMetadata(
    int partition,
    int leader,
    int leaderEpoch,
    int[] replicas,
    int[] isr,
    int[] offlineReplicas,
    ErrorCode error) {

  PartitionMetadata ledBy(int newLeader, int newEpoch) {
    return new PartitionMetadata(
        partition, newLeader, newEpoch, replicas, isr, offlineReplicas, ErrorCode.NONE);
  }
}
