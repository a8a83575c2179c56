package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.OffsetFetchRequest;
import io.barnabas.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.barnabas.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.barnabas.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.barnabas.protocol.message.OffsetFetchResponse;
import io.barnabas.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.barnabas.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.barnabas.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.barnabas.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.barnabas.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Lists what groups have committed, at each group's coordinator. A partition without a committed
 * offset is there with null; one whose offset the broker refuses to tell is left out.
 */
public final class ListConsumerGroupOffsets
    implements Operation<String, Map<TopicPartition, OffsetAndMetadata>, OffsetFetchResponse> {

  /** From version 10 on topics go by their ids, and all that is known here is names. */
  private static final int LAST_WITH_NAMES = 9;

  private static final int FIRST_WITH_GROUPS = 8;

  private final Map<String, ListConsumerGroupOffsetsSpec> specs;
  private final boolean requireStable;

  /** Brokers before 3.0 take one group in a request. */
  private final boolean oneByOne;

  public ListConsumerGroupOffsets(
      Map<String, ListConsumerGroupOffsetsSpec> specs, ListConsumerGroupOffsetsOptions options) {
    this(specs, options.requireStable(), false);
  }

  private ListConsumerGroupOffsets(
      Map<String, ListConsumerGroupOffsetsSpec> specs, boolean requireStable, boolean oneByOne) {
    this.specs = new HashMap<>(specs);
    this.requireStable = requireStable;
    this.oneByOne = oneByOne;
  }

  @Override
  public String name() {
    return "listConsumerGroupOffsets";
  }

  @Override
  public Route route(String groupId) {
    return Route.group(groupId);
  }

  @Override
  public boolean sharesCoordinators() {
    return !oneByOne;
  }

  @Override
  public ApiRequest<OffsetFetchResponse> request(List<String> groupIds, int timeoutMs) {
    if (groupIds.size() > 1) {
      return VersionedRequest.between(FIRST_WITH_GROUPS, LAST_WITH_NAMES, several(groupIds));
    }
    return VersionedRequest.atMost(
        LAST_WITH_NAMES,
        version -> version < FIRST_WITH_GROUPS ? single(groupIds.get(0)) : several(groupIds));
  }

  private OffsetFetchRequest single(String groupId) {
    Collection<TopicPartition> partitions = specs.get(groupId).topicPartitions();
    return new OffsetFetchRequest()
        .requireStable(requireStable)
        .groupId(groupId)
        .topics(
            partitions == null
                ? null
                : PartitionsByTopic.group(
                    partitions,
                    TopicPartition::partition,
                    (topic, numbers) ->
                        new OffsetFetchRequestTopic().name(topic).partitionIndexes(numbers)));
  }

  private OffsetFetchRequest several(List<String> groupIds) {
    return new OffsetFetchRequest()
        .requireStable(requireStable)
        .groups(groupIds.stream().map(this::group).toList());
  }

  private OffsetFetchRequestGroup group(String groupId) {
    Collection<TopicPartition> partitions = specs.get(groupId).topicPartitions();
    return new OffsetFetchRequestGroup()
        .groupId(groupId)
        .topics(
            partitions == null
                ? null
                : PartitionsByTopic.group(
                    partitions,
                    TopicPartition::partition,
                    (topic, numbers) ->
                        new OffsetFetchRequestTopics().name(topic).partitionIndexes(numbers)));
  }

  @Override
  public Operation<String, Map<TopicPartition, OffsetAndMetadata>, ?> fallback() {
    return oneByOne ? null : new ListConsumerGroupOffsets(specs, requireStable, true);
  }

  @Override
  public void read(
      OffsetFetchResponse response, Items<String, Map<TopicPartition, OffsetAndMetadata>> items) {
    if (response.groups().isEmpty()) {
      settle(items.all().get(0), response.errorCode(), singleOffsets(response), items);
    }
    for (OffsetFetchResponseGroup group : response.groups()) {
      settle(group.groupId(), group.errorCode(), offsets(group), items);
    }
  }

  private static void settle(
      String groupId,
      short errorCode,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      Items<String, Map<TopicPartition, OffsetAndMetadata>> items) {
    ErrorCode error = ErrorCode.forCode(errorCode);
    if (error == ErrorCode.NONE) {
      items.complete(groupId, offsets);
    } else {
      CoordinatorErrors.settle(items, groupId, error, null);
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> singleOffsets(
      OffsetFetchResponse response) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (OffsetFetchResponseTopic topic : response.topics()) {
      for (OffsetFetchResponsePartition partition : topic.partitions()) {
        if (partition.errorCode() == ErrorCode.NONE.code()) {
          offsets.put(
              new TopicPartition(topic.name(), partition.partitionIndex()),
              offset(
                  partition.committedOffset(),
                  partition.committedLeaderEpoch(),
                  partition.metadata()));
        }
      }
    }
    return offsets;
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(OffsetFetchResponseGroup group) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (OffsetFetchResponseTopics topic : group.topics()) {
      for (OffsetFetchResponsePartitions partition : topic.partitions()) {
        if (partition.errorCode() == ErrorCode.NONE.code()) {
          offsets.put(
              new TopicPartition(topic.name(), partition.partitionIndex()),
              offset(
                  partition.committedOffset(),
                  partition.committedLeaderEpoch(),
                  partition.metadata()));
        }
      }
    }
    return offsets;
  }

  /** Null if nothing was committed. */
  private static OffsetAndMetadata offset(long offset, int leaderEpoch, String metadata) {
    if (offset < 0) {
      return null;
    }
    Optional<Integer> epoch = leaderEpoch < 0 ? Optional.empty() : Optional.of(leaderEpoch);
    return new OffsetAndMetadata(offset, epoch, metadata);
  }
}
