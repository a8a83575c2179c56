package io.barnabas.network.cluster;

import io.barnabas.network.error.ErrorAction;
import io.barnabas.network.error.ErrorActions;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.MetadataResponse;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.Node;

/**
 * Makes the next snapshot of the last one and one metadata answer. What is bad in the answer is
 * refused part by part, and the last good view of that part kept. One instance for each answer.
 * Loop thread only.
 */
final class MetadataMerge {

  private final MetadataSnapshot last;
  private final LeaderEpochs epochs;
  private final boolean reliableEpochs;
  private final Consumer<String> refusals;

  private final Map<Integer, Node> brokers = new LinkedHashMap<>();
  private final Map<String, TopicMetadata> topics = new HashMap<>();
  private final Map<String, ErrorCode> topicErrors = new HashMap<>();
  private final List<String> recreatedTopics = new ArrayList<>();
  private boolean progress;
  private boolean unsettled;

  /**
   * @param reliableEpochs false if the answer's version says leader epochs that may be stale
   * @param refusals told of each part of the answer that makes no sense
   */
  MetadataMerge(
      MetadataSnapshot last,
      LeaderEpochs epochs,
      boolean reliableEpochs,
      Consumer<String> refusals) {
    this.last = last;
    this.epochs = epochs;
    this.reliableEpochs = reliableEpochs;
    this.refusals = refusals;
  }

  /**
   * @param keep topics to keep although the answer does not speak of them; null for all
   * @return null if the answer names no broker that can be reached, so that nothing of it counts
   */
  MetadataSnapshot merge(MetadataResponse response, Set<String> keep) {
    addBrokers(response.brokers());
    if (brokers.isEmpty()) {
      return null;
    }
    boolean sameCluster =
        last.clusterId() == null || Objects.equals(last.clusterId(), response.clusterId());
    if (!sameCluster) {
      epochs.clear();
    }
    Set<String> spokenOf = new HashSet<>();
    for (MetadataResponseTopic topic : response.topics()) {
      if (topic.name() != null && spokenOf.add(topic.name())) {
        addTopic(topic, sameCluster ? last.topic(topic.name()) : null);
      }
    }
    if (sameCluster) {
      keepOthers(keep, spokenOf);
    }
    if (!brokers.keySet().containsAll(last.brokersById().keySet())) {
      topics.replaceAll((name, topic) -> withoutLostLeaders(topic));
    }
    return new MetadataSnapshot(
        last.version() + 1,
        response.clusterId(),
        brokers.containsKey(response.controllerId()) ? response.controllerId() : -1,
        brokers,
        topics,
        topicErrors);
  }

  /** The answer told something that was not known. */
  boolean progress() {
    return progress;
  }

  /** The topics that have another id than before: deleted and created again. */
  List<String> recreatedTopics() {
    return recreatedTopics;
  }

  /** The answer leaves something open that will change soon: a leader, a new topic. */
  boolean unsettled() {
    return unsettled;
  }

  private void addBrokers(Collection<MetadataResponseBroker> answered) {
    for (MetadataResponseBroker broker : answered) {
      if (broker.nodeId() < 0 || !NodeAddress.plausible(broker.host(), broker.port())) {
        refusals.accept(
            "broker %d at %s:%d".formatted(broker.nodeId(), broker.host(), broker.port()));
        continue;
      }
      Node node = new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack());
      Node before = last.broker(node.id());
      brokers.put(node.id(), node.equals(before) ? before : node);
    }
  }

  private void addTopic(MetadataResponseTopic topic, TopicMetadata before) {
    ErrorCode error = ErrorCode.forCode(topic.errorCode());
    if (error != ErrorCode.NONE) {
      addFailed(topic.name(), error, before);
      return;
    }
    MetadataResponsePartition[] partitions = inOrder(topic.partitions());
    if (partitions == null) {
      refusals.accept(
          "topic %s with %d partitions whose numbers have gaps or repeat"
              .formatted(topic.name(), topic.partitions().size()));
      unsettled = true;
      keepIfKnown(topic.name(), before);
      return;
    }
    UUID recreated = epochs.identify(topic.name(), topic.topicId());
    if (recreated != null) {
      recreatedTopics.add(topic.name());
    }
    TopicMetadata comparable = recreated == null ? before : null;
    progress |= before == null || recreated != null;
    PartitionMetadata[] merged = new PartitionMetadata[partitions.length];
    for (int i = 0; i < merged.length; i++) {
      merged[i] = partition(topic.name(), partitions[i], comparable);
    }
    topics.put(
        topic.name(), new TopicMetadata(topic.name(), topic.topicId(), topic.isInternal(), merged));
  }

  private void addFailed(String name, ErrorCode error, TopicMetadata before) {
    topicErrors.put(name, error);
    unsettled |= passing(error);
    if (error.retriable() && error != ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
      keepIfKnown(name, before);
    }
  }

  /** By partition number, or null unless the numbers are 0, 1, 2 …. */
  private static MetadataResponsePartition[] inOrder(List<MetadataResponsePartition> answered) {
    MetadataResponsePartition[] ordered = new MetadataResponsePartition[answered.size()];
    for (MetadataResponsePartition partition : answered) {
      int index = partition.partitionIndex();
      if (index < 0 || index >= ordered.length || ordered[index] != null) {
        return null;
      }
      ordered[index] = partition;
    }
    return ordered;
  }

  private PartitionMetadata partition(
      String topic, MetadataResponsePartition answered, TopicMetadata before) {
    int index = answered.partitionIndex();
    int epoch = reliableEpochs ? answered.leaderEpoch() : -1;
    LeaderEpochs.Age age = epochs.offer(topic, index, epoch);
    if (age == LeaderEpochs.Age.OLDER) {
      return insteadOfOlder(topic, index, before);
    }
    progress |= age == LeaderEpochs.Age.NEWER;
    ErrorCode error = ErrorCode.forCode(answered.errorCode());
    int leader = brokers.containsKey(answered.leaderId()) ? answered.leaderId() : -1;
    unsettled |= passing(error) || (leader < 0 && error == ErrorCode.NONE);
    return new PartitionMetadata(
        index,
        leader,
        Math.max(epoch, -1),
        ints(answered.replicaNodes()),
        ints(answered.isrNodes()),
        ints(answered.offlineReplicas()),
        error);
  }

  /** What is known of a partition that a stale broker has described. */
  private PartitionMetadata insteadOfOlder(String topic, int index, TopicMetadata before) {
    unsettled = true;
    if (before != null && index < before.partitions().length) {
      return before.partitions()[index];
    }
    int[] none = {};
    return new PartitionMetadata(
        index, -1, epochs.seen(topic, index), none, none, none, ErrorCode.LEADER_NOT_AVAILABLE);
  }

  private void keepOthers(Set<String> keep, Set<String> spokenOf) {
    Predicate<String> kept =
        name -> !spokenOf.contains(name) && (keep == null || keep.contains(name));
    last.topicsByName().forEach((name, topic) -> putIf(kept, topics, name, topic));
    last.topicErrors().forEach((name, error) -> putIf(kept, topicErrors, name, error));
  }

  /**
   * What is kept may name brokers that have left since: without an address they cannot be waited
   * for.
   */
  private TopicMetadata withoutLostLeaders(TopicMetadata topic) {
    TopicMetadata remaining = topic;
    for (PartitionMetadata partition : topic.partitions()) {
      if (partition.leader() >= 0 && !brokers.containsKey(partition.leader())) {
        remaining = remaining.with(partition.ledBy(-1, partition.leaderEpoch()));
        unsettled = true;
      }
    }
    return remaining;
  }

  private static <V> void putIf(Predicate<String> kept, Map<String, V> map, String name, V value) {
    if (kept.test(name)) {
      map.put(name, value);
    }
  }

  private void keepIfKnown(String name, TopicMetadata before) {
    if (before != null) {
      topics.put(name, before);
    }
  }

  private static boolean passing(ErrorCode error) {
    return ErrorActions.of(ApiKey.METADATA, error) == ErrorAction.REFRESH_METADATA;
  }

  private static int[] ints(List<Integer> list) {
    int[] ints = new int[list.size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = list.get(i);
    }
    return ints;
  }
}
