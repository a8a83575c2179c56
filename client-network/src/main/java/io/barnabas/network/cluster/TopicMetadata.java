package io.barnabas.network.cluster;

import java.util.UUID;

/**
 * One topic as the cluster last described it. Immutable; the array is not to be changed.
 *
 * @param id the zero UUID if the broker has no topic ids
 * @param partitions by partition number, without gaps
 */
public record TopicMetadata(
    String name, UUID id, boolean internal, PartitionMetadata[] partitions) {

  public int partitionCount() {
    return partitions.length;
  }

  TopicMetadata with(PartitionMetadata partition) {
    PartitionMetadata[] changed = partitions.clone();
    changed[partition.partition()] = partition;
    return new TopicMetadata(name, id, internal, changed);
  }
}
