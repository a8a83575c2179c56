package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.OffsetCommitRequest;
import io.barnabas.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.barnabas.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.barnabas.protocol.message.OffsetCommitResponse;
import io.barnabas.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.barnabas.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Sets what a group without members has committed, at its coordinator. The outcome has the error of
 * each partition.
 */
public final class AlterConsumerGroupOffsets
    implements Operation<String, Map<TopicPartition, ErrorCode>, OffsetCommitResponse> {

  /** From version 10 on topics go by their ids, and all that is known here is names. */
  private static final int LAST_WITH_NAMES = 9;

  private static final int NO_EPOCH = -1;

  private static final Set<ErrorCode> AGAIN =
      Set.of(
          ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
          ErrorCode.COORDINATOR_NOT_AVAILABLE,
          ErrorCode.NOT_COORDINATOR,
          ErrorCode.REBALANCE_IN_PROGRESS);

  private final Map<TopicPartition, OffsetAndMetadata> offsets;

  public AlterConsumerGroupOffsets(Map<TopicPartition, OffsetAndMetadata> offsets) {
    this.offsets = new HashMap<>(offsets);
  }

  @Override
  public String name() {
    return "alterConsumerGroupOffsets";
  }

  @Override
  public Route route(String groupId) {
    return Route.group(groupId);
  }

  @Override
  public ApiRequest<OffsetCommitResponse> request(List<String> groupId, int timeoutMs) {
    OffsetCommitRequest request =
        new OffsetCommitRequest()
            .groupId(groupId.get(0))
            .topics(
                PartitionsByTopic.group(
                    offsets.keySet(),
                    this::asked,
                    (name, asked) -> new OffsetCommitRequestTopic().name(name).partitions(asked)));
    return VersionedRequest.atMost(LAST_WITH_NAMES, version -> request);
  }

  private OffsetCommitRequestPartition asked(TopicPartition partition) {
    OffsetAndMetadata offset = offsets.get(partition);
    return new OffsetCommitRequestPartition()
        .partitionIndex(partition.partition())
        .committedOffset(offset.offset())
        .committedLeaderEpoch(offset.leaderEpoch().orElse(NO_EPOCH))
        .committedMetadata(offset.metadata());
  }

  @Override
  public void read(
      OffsetCommitResponse response, Items<String, Map<TopicPartition, ErrorCode>> items) {
    Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
    for (OffsetCommitResponseTopic topic : response.topics()) {
      for (OffsetCommitResponsePartition partition : topic.partitions()) {
        ErrorCode error = ErrorCode.forCode(partition.errorCode());
        if (AGAIN.contains(error)) {
          items.retryAll(error, null);
          return;
        }
        outcomes.put(new TopicPartition(topic.name(), partition.partitionIndex()), error);
      }
    }
    items.all().forEach(groupId -> items.complete(groupId, outcomes));
  }

  /**
   * Throws the exception of one of the errors, if there is any, naming all partitions that failed.
   */
  public static Void all(Map<TopicPartition, ErrorCode> outcomes) {
    Map<TopicPartition, ErrorCode> failed = new HashMap<>(outcomes);
    failed.values().removeIf(error -> error == ErrorCode.NONE);
    if (failed.isEmpty()) {
      return null;
    }
    throw ErrorExceptions.of(
        failed.values().iterator().next(),
        "Failed altering group offsets for the following partitions: " + failed.keySet());
  }
}
