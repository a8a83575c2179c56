package io.barnabas.consumer.group;

import io.barnabas.consumer.subscription.TopicWatch;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.cluster.TopicMetadata;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.barnabas.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One assignment by the leader of the group: reads all members' subscriptions, waits for the
 * metadata of all their topics, lets the assignor assign. Polling thread only.
 */
final class LeaderAssignment {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderAssignment.class);

  /** It looks at the generations of what members own, so that it needs no check. */
  private static final String COOPERATIVE_STICKY = "cooperative-sticky";

  private final RebalanceStep.Assign step;
  private final Metadata metadata;
  private final String logPrefix;
  private final Map<String, Subscription> subscriptions = new HashMap<>();
  private final Set<String> topics = new HashSet<>();
  private final CompletableFuture<MetadataSnapshot> fresh;

  LeaderAssignment(
      RebalanceStep.Assign step, Metadata metadata, TopicWatch watch, String logPrefix) {
    this.step = step;
    this.metadata = metadata;
    this.logPrefix = logPrefix;
    for (JoinGroupResponseMember member : step.joined().members()) {
      Subscription subscription = ConsumerProtocol.decodeSubscription(member.metadata());
      subscription.setGroupInstanceId(Optional.ofNullable(member.groupInstanceId()));
      subscriptions.put(member.memberId(), subscription);
      topics.addAll(subscription.topics());
    }
    boolean anyNew = watch.watchAlso(topics);
    fresh =
        anyNew || anyNotAskedFor()
            ? metadata.refresh()
            : CompletableFuture.completedFuture(metadata.snapshot());
  }

  /** A topic that the cluster neither described nor refused: the answer is still on its way. */
  private boolean anyNotAskedFor() {
    MetadataSnapshot snapshot = metadata.snapshot();
    return topics.stream()
        .anyMatch(
            topic -> snapshot.topic(topic) == null && snapshot.topicError(topic) == ErrorCode.NONE);
  }

  RebalanceStep.Assign step() {
    return step;
  }

  /** Completes when the metadata of all topics of the group are there. */
  CompletableFuture<MetadataSnapshot> ready() {
    return fresh;
  }

  /** Runs the assignor. */
  List<SyncGroupRequestAssignment> assign(Assignors assignors) {
    if (step.joined().skipAssignment()) {
      LOG.info(
          "{}Skipped assignment for returning static leader at generation {}. The static leader will"
              + " continue with its existing assignment.",
          logPrefix,
          step.generation().id());
      return List.of();
    }
    ConsumerPartitionAssignor assignor = assignors.named(step.joined().protocolName());
    Map<String, Assignment> assignments =
        assignor
            .assign(metadata.snapshot().toCluster(), new GroupSubscription(subscriptions))
            .groupAssignment();
    if (assignors.isCooperative() && !assignor.name().equals(COOPERATIVE_STICKY)) {
      requireNoDirectHandOver(assignments);
    }
    assignments
        .values()
        .forEach(assigned -> assigned.partitions().forEach(tp -> topics.add(tp.topic())));
    LOG.info(
        "{}Finished assignment for group at generation {}: {}",
        logPrefix,
        step.generation().id(),
        assignments);
    return encode(assignments);
  }

  private static List<SyncGroupRequestAssignment> encode(Map<String, Assignment> assignments) {
    List<SyncGroupRequestAssignment> encoded = new ArrayList<>();
    assignments.forEach(
        (memberId, assignment) ->
            encoded.add(
                new SyncGroupRequestAssignment()
                    .memberId(memberId)
                    .assignment(ConsumerProtocol.encode(assignment))));
    return encoded;
  }

  /** A partition must be revoked in one rebalance before it is assigned in the next. */
  private void requireNoDirectHandOver(Map<String, Assignment> assignments) {
    Set<TopicPartition> revoked = new HashSet<>();
    Set<TopicPartition> added = new HashSet<>();
    assignments.forEach(
        (memberId, assignment) -> {
          Set<TopicPartition> owned = new HashSet<>(subscriptions.get(memberId).ownedPartitions());
          Set<TopicPartition> assigned = new HashSet<>(assignment.partitions());
          owned.stream().filter(tp -> !assigned.contains(tp)).forEach(revoked::add);
          assigned.stream().filter(tp -> !owned.contains(tp)).forEach(added::add);
        });
    added.retainAll(revoked);
    if (!added.isEmpty()) {
      LOG.error(
          "{}The assignor has reassigned partitions {} which are still owned by some members",
          logPrefix,
          added);
      throw new IllegalStateException(
          "Assignor supporting the COOPERATIVE protocol violates its requirements");
    }
  }

  Set<String> topics() {
    return topics;
  }

  /** How many partitions the topics of the group have, as far as they are known. */
  static Map<String, Integer> partitionCounts(Set<String> topics, MetadataSnapshot snapshot) {
    Map<String, Integer> counts = new HashMap<>();
    for (String name : topics) {
      TopicMetadata topic = snapshot.topic(name);
      if (topic != null) {
        counts.put(name, topic.partitionCount());
      }
    }
    return counts;
  }
}
