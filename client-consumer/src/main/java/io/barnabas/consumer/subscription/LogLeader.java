package io.barnabas.consumer.subscription;

import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.cluster.TopicMetadata;
import io.barnabas.protocol.ApiMessage;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * Which log an offset belongs to: that of a topic (KIP-516), as its leader of an epoch has it
 * (KIP-101).
 *
 * @param topicId the zero UUID if the broker has no topic ids
 * @param nodeId the leader
 * @param epoch -1 if the broker did not say
 */
public record LogLeader(UUID topicId, int nodeId, int epoch) {

  /** Null while there is no leader. */
  public static LogLeader of(TopicPartition tp, MetadataSnapshot snapshot) {
    TopicMetadata topic = snapshot.topic(tp.topic());
    PartitionMetadata partition = snapshot.partition(tp.topic(), tp.partition());
    return topic == null || partition == null || partition.leader() < 0
        ? null
        : new LogLeader(topic.id(), partition.leader(), partition.leaderEpoch());
  }

  /** False if the topic has been deleted and created again meanwhile. */
  public boolean sameTopic(LogLeader other) {
    return topicId.equals(other.topicId)
        || topicId.equals(ApiMessage.ZERO_UUID)
        || other.topicId.equals(ApiMessage.ZERO_UUID);
  }
}
