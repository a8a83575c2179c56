package io.barnabas.network.cluster;

import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one snapshot hands on to the next, and what is worth saying about the change. Loop thread
 * only.
 */
final class MetadataUpdate {

  private static final Logger log = LoggerFactory.getLogger(MetadataUpdate.class);
  private static final int LISTENERS_LOGGED = 10;
  private static final int REFUSALS_REMEMBERED = 100;

  private final String logPrefix;
  private final LeaderEpochs epochs = new LeaderEpochs();
  private final Set<String> refusals = new HashSet<>();

  MetadataUpdate(String logPrefix) {
    this.logPrefix = logPrefix;
  }

  MetadataMerge merge(MetadataSnapshot last, boolean reliableEpochs) {
    return new MetadataMerge(last, epochs, reliableEpochs, this::refuse);
  }

  /** Only these topics are of interest now. */
  void retain(Set<String> topics) {
    epochs.retain(topics);
  }

  /**
   * The snapshot with a newer leader of one partition.
   *
   * @param leader null if its address is not known
   * @return null if nothing changes
   */
  MetadataSnapshot withLeader(
      MetadataSnapshot last, Node leader, String topic, int partition, int leaderEpoch) {
    PartitionMetadata known = last.partition(topic, partition);
    if (known == null || leader == null) {
      return null;
    }
    if (leaderEpoch <= Math.max(known.leaderEpoch(), epochs.seen(topic, partition))) {
      return null;
    }
    epochs.offer(topic, partition, leaderEpoch);
    Map<Integer, Node> brokers = new HashMap<>(last.brokersById());
    brokers.put(leader.id(), leader);
    Map<String, TopicMetadata> topics = new HashMap<>(last.topicsByName());
    topics.put(topic, last.topic(topic).with(known.ledBy(leader.id(), leaderEpoch)));
    return new MetadataSnapshot(
        last.version() + 1,
        last.clusterId(),
        last.controllerId(),
        brokers,
        topics,
        last.topicErrors());
  }

  /** Logs what a person wants to know of the step from one snapshot to the next. */
  void report(
      MetadataSnapshot last, MetadataSnapshot next, MetadataMerge merge, MetadataResponse answer) {
    reportCluster(last.clusterId(), next.clusterId());
    for (String topic : merge.recreatedTopics()) {
      log.warn(
          "{}Topic {} was deleted and created again: its id is {} now, no longer {}",
          logPrefix,
          topic,
          next.topic(topic).id(),
          last.topic(topic) == null ? "an earlier one" : last.topic(topic).id());
    }
    if (!next.topicErrors().isEmpty() && !next.topicErrors().equals(last.topicErrors())) {
      log.warn("{}The cluster did not describe these topics: {}", logPrefix, next.topicErrors());
    }
    reportMissingListeners(next);
    log.debug(
        "{}Metadata {}: {} brokers, {} topics, {} of them in this answer",
        logPrefix,
        next.version(),
        next.brokers().size(),
        next.topics().size(),
        answer.topics().size());
  }

  private void reportCluster(String last, String next) {
    if (Objects.equals(last, next)) {
      return;
    }
    if (last == null) {
      log.info("{}Cluster ID: {}", logPrefix, next);
    } else {
      log.warn(
          "{}This is another cluster than before: {}, not {}; what was known of topics is dropped",
          logPrefix,
          next,
          last);
    }
  }

  private void reportMissingListeners(MetadataSnapshot next) {
    List<String> missing = new ArrayList<>();
    for (TopicMetadata topic : next.topics()) {
      for (PartitionMetadata partition : topic.partitions()) {
        if (partition.error() == ErrorCode.LISTENER_NOT_FOUND) {
          missing.add(topic.name() + "-" + partition.partition());
        }
      }
    }
    if (!missing.isEmpty()) {
      log.warn(
          "{}{} partitions have leader brokers without a matching listener, including {}",
          logPrefix,
          missing.size(),
          missing.subList(0, Math.min(LISTENERS_LOGGED, missing.size())));
    }
  }

  /** Said once each, since a broker that errs once does so in every answer. */
  private void refuse(String part) {
    if (refusals.size() < REFUSALS_REMEMBERED && refusals.add(part)) {
      log.warn("{}Refused in a metadata answer: {}", logPrefix, part);
    }
  }
}
