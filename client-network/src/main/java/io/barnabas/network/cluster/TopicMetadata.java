package io.barnabas.network.cluster;

import java.util.UUID;

/**
 * One topic as the cluster last described it. Immutable.
 *
 * @param id the zero UUID if the broker has no topic ids
 * @param partitions by partition number, without gaps
 */
public record TopicMetadata(
    String name, UUID id, boolean internal, PartitionMetadata[] partitions) {

  public int partitionCount() {
    return partitions.length;
  }
}
