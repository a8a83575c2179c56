package io.barnabas.consumer.offset;

import io.barnabas.consumer.group.CommitIdentity;
import io.barnabas.network.NetworkClient;
import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.network.retry.Call;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.OffsetFetchRequest;
import io.barnabas.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.barnabas.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.barnabas.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.barnabas.protocol.message.OffsetFetchResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Looks up what a group has committed. Any thread. */
public final class CommittedOffsets {
  /** Later versions name topics by ids, which are not known of every topic. */
  private static final short HIGHEST_VERSION = 9;

  /** The first version that asks for groups, in the plural. */
  private static final int WITH_GROUPS = 8;

  /** The first version that can wait for transactions to end. */
  private static final int WITH_REQUIRE_STABLE = 7;

  /** The first version that knows as whom a member asks. */
  private static final int WITH_EPOCH = 9;

  private final String groupId;
  private final NetworkClient network;
  private final Supplier<CommitIdentity> identity;

  /**
   * @param identity as whom to ask; asked on the loop for each try
   */
  public CommittedOffsets(
      String groupId, NetworkClient network, Supplier<CommitIdentity> identity) {
    this.groupId = groupId;
    this.network = network;
    this.identity = identity;
  }

  /** Completes on the loop; a partition without a committed offset maps to null. */
  public CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> fetch(
      Collection<TopicPartition> partitions, long timeoutMs) {
    return network.call(new FetchCall(partitions), timeoutMs).thenApply(this::read);
  }

  private final class FetchCall implements Call<OffsetFetchResponse> {
    private final Map<String, List<Integer>> topics = new TreeMap<>();

    FetchCall(Collection<TopicPartition> partitions) {
      for (TopicPartition tp : partitions) {
        topics.computeIfAbsent(tp.topic(), topic -> new ArrayList<>()).add(tp.partition());
      }
    }

    @Override
    public Route route() {
      return Route.group(groupId);
    }

    @Override
    public Lane lane() {
      return Lane.COORDINATOR;
    }

    @Override
    public ApiRequest<OffsetFetchResponse> request() {
      return VersionedRequest.atMost(HIGHEST_VERSION, this::request);
    }

    private OffsetFetchRequest request(int version) {
      OffsetFetchRequest request =
          new OffsetFetchRequest().requireStable(version >= WITH_REQUIRE_STABLE);
      if (version < WITH_GROUPS) {
        List<OffsetFetchRequestTopic> named = new ArrayList<>();
        topics.forEach(
            (name, partitions) ->
                named.add(new OffsetFetchRequestTopic().name(name).partitionIndexes(partitions)));
        return request.groupId(groupId).topics(named);
      }
      List<OffsetFetchRequestTopics> named = new ArrayList<>();
      topics.forEach(
          (name, partitions) ->
              named.add(new OffsetFetchRequestTopics().name(name).partitionIndexes(partitions)));
      CommitIdentity asking = identity.get();
      return request.groups(
          List.of(
              new OffsetFetchRequestGroup()
                  .groupId(groupId)
                  .memberId(
                      version < WITH_EPOCH || asking.memberId().isEmpty()
                          ? null
                          : asking.memberId())
                  .memberEpoch(version < WITH_EPOCH ? -1 : asking.generationId())
                  .topics(named)));
    }

    @Override
    public ErrorCode errorOf(OffsetFetchResponse response) {
      short code =
          response.groups().isEmpty() ? response.errorCode() : response.groups().get(0).errorCode();
      if (code != ErrorCode.NONE.code()) {
        return ErrorCode.forCode(code);
      }
      // a transaction that is not decided yet: to be asked again
      boolean unstable =
          partitionsOf(response).stream()
              .anyMatch(partition -> partition.error() == ErrorCode.UNSTABLE_OFFSET_COMMIT);
      return unstable ? ErrorCode.UNSTABLE_OFFSET_COMMIT : ErrorCode.NONE;
    }
  }

  private record Committed(
      TopicPartition topicPartition, ErrorCode error, long offset, int epoch, String metadata) {}

  private static List<Committed> partitionsOf(OffsetFetchResponse response) {
    List<Committed> all = new ArrayList<>();
    for (var topic : response.topics()) {
      for (var p : topic.partitions()) {
        TopicPartition tp = new TopicPartition(topic.name(), p.partitionIndex());
        ErrorCode error = ErrorCode.forCode(p.errorCode());
        all.add(
            new Committed(tp, error, p.committedOffset(), p.committedLeaderEpoch(), p.metadata()));
      }
    }
    for (var group : response.groups()) {
      for (var topic : group.topics()) {
        for (var p : topic.partitions()) {
          TopicPartition tp = new TopicPartition(topic.name(), p.partitionIndex());
          ErrorCode error = ErrorCode.forCode(p.errorCode());
          all.add(
              new Committed(
                  tp, error, p.committedOffset(), p.committedLeaderEpoch(), p.metadata()));
        }
      }
    }
    return all;
  }

  private Map<TopicPartition, OffsetAndMetadata> read(OffsetFetchResponse response) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    Set<String> unauthorized = new HashSet<>();
    for (Committed committed : partitionsOf(response)) {
      TopicPartition tp = committed.topicPartition();
      switch (committed.error()) {
        case NONE -> offsets.put(tp, offsetOf(committed));
        case UNKNOWN_TOPIC_OR_PARTITION ->
            throw new KafkaException("Topic or Partition " + tp + " does not exist");
        case TOPIC_AUTHORIZATION_FAILED -> unauthorized.add(tp.topic());
        default ->
            throw new KafkaException(
                "Unexpected error in fetch offset response for partition %s: %s"
                    .formatted(tp, ErrorExceptions.of(committed.error()).getMessage()));
      }
    }
    if (!unauthorized.isEmpty()) {
      throw new TopicAuthorizationException(unauthorized);
    }
    return offsets;
  }

  private static OffsetAndMetadata offsetOf(Committed committed) {
    if (committed.offset() < 0) {
      return null;
    }
    Optional<Integer> epoch =
        committed.epoch() < 0 ? Optional.empty() : Optional.of(committed.epoch());
    return new OffsetAndMetadata(committed.offset(), epoch, committed.metadata());
  }
}
