package io.barnabas.consumer.group;

import io.barnabas.protocol.message.ConsumerGroupHeartbeatRequest;
import io.barnabas.protocol.message.ConsumerGroupHeartbeatRequest.TopicPartitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the heartbeats of a consumer group's member say: everything when it joins, afterwards only
 * what has changed since the last one that may have arrived. Loop thread only.
 */
final class HeartbeatContent {
  private final GroupSettings settings;
  private final String memberId;

  private Wanted wanted = Wanted.NOTHING;

  // what was said last; null for not at all
  private Wanted saidWanted;
  private TopicIdAssignment saidOwned;

  /** Whether the coordinator may have heard of a pattern; it keeps those of static members. */
  private boolean everSaidPattern;

  HeartbeatContent(GroupSettings settings, String memberId) {
    this.settings = settings;
    this.memberId = memberId;
  }

  /**
   * What the application subscribes to.
   *
   * @param pattern matched by the coordinator, or null
   */
  record Wanted(Set<String> topics, String pattern) {
    static final Wanted NOTHING = new Wanted(Set.of(), null);
  }

  void want(Wanted nowWanted) {
    wanted = nowWanted;
  }

  boolean wantsPattern() {
    return wanted.pattern() != null;
  }

  /** Whether the coordinator does not know yet what is wanted. */
  boolean hasNews() {
    return !wanted.equals(saidWanted);
  }

  /** Nobody knows what the coordinator has heard: the next heartbeat says all again. */
  void forget() {
    saidWanted = null;
    saidOwned = null;
  }

  /** With all there is to say. */
  ConsumerGroupHeartbeatRequest joining(int epoch) {
    forget();
    return next(epoch, TopicIdAssignment.EMPTY).rackId(settings.rackId().orElse(null));
  }

  ConsumerGroupHeartbeatRequest next(int epoch, TopicIdAssignment owned) {
    ConsumerGroupHeartbeatRequest request = leaving(epoch);
    if (saidWanted == null) {
      request
          .rebalanceTimeoutMs(settings.maxPollIntervalMs())
          .serverAssignor(settings.remoteAssignor().orElse(null));
    }
    if (saidWanted == null || !saidWanted.topics().equals(wanted.topics())) {
      request.subscribedTopicNames(wanted.topics().stream().sorted().toList());
    }
    String saidPattern = saidWanted == null ? null : saidWanted.pattern();
    if (!Objects.equals(saidPattern, wanted.pattern()) || (saidWanted == null && everSaidPattern)) {
      // an empty one takes the last one back
      request.subscribedTopicRegex(wanted.pattern() == null ? "" : wanted.pattern());
      everSaidPattern |= wantsPattern();
    }
    if (!owned.equals(saidOwned)) {
      request.topicPartitions(asList(owned));
    }
    saidWanted = wanted;
    saidOwned = owned;
    return request;
  }

  /** With nothing but who says it. */
  ConsumerGroupHeartbeatRequest leaving(int epoch) {
    return new ConsumerGroupHeartbeatRequest()
        .groupId(settings.groupId())
        .memberId(memberId)
        .memberEpoch(epoch)
        .instanceId(settings.groupInstanceId().orElse(null));
  }

  private static List<TopicPartitions> asList(TopicIdAssignment assignment) {
    List<TopicPartitions> topics = new ArrayList<>();
    assignment.forEach(
        (id, numbers) ->
            topics.add(new TopicPartitions().topicId(id).partitions(List.copyOf(numbers))));
    return topics;
  }
}
