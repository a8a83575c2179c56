package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ListOffsetsRequest;
import io.barnabas.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.barnabas.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.barnabas.protocol.message.ListOffsetsResponse;
import io.barnabas.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.barnabas.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Looks offsets up, at each partition's leader: the first, the last, the one of a time. */
public final class ListOffsets
    implements Operation<TopicPartition, ListOffsetsResultInfo, ListOffsetsResponse> {

  private static final int CONSUMER = -1;
  private static final int NO_EPOCH = -1;

  private final Map<TopicPartition, Long> timestamps = new HashMap<>();
  private final ListOffsetsOptions options;

  public ListOffsets(Map<TopicPartition, OffsetSpec> specs, ListOffsetsOptions options) {
    specs.forEach((partition, spec) -> timestamps.put(partition, OffsetTimestamps.of(spec)));
    this.options = options;
  }

  @Override
  public String name() {
    return "listOffsets";
  }

  @Override
  public Route route(TopicPartition partition) {
    return Route.leader(partition.topic(), partition.partition());
  }

  @Override
  public boolean waitsForTopics() {
    return false;
  }

  @Override
  public int requestKind(TopicPartition partition) {
    return OffsetTimestamps.lowestVersion(timestamps.get(partition));
  }

  @Override
  public ApiRequest<ListOffsetsResponse> request(List<TopicPartition> partitions, int timeoutMs) {
    var request =
        new ListOffsetsRequest()
            .replicaId(CONSUMER)
            .isolationLevel(options.isolationLevel().id())
            .timeoutMs(timeoutMs)
            .topics(
                PartitionsByTopic.group(
                    partitions,
                    this::asked,
                    (name, asked) -> new ListOffsetsTopic().name(name).partitions(asked)));
    return VersionedRequest.atLeast(requestKind(partitions.get(0)), request);
  }

  private ListOffsetsPartition asked(TopicPartition partition) {
    return new ListOffsetsPartition()
        .partitionIndex(partition.partition())
        .timestamp(timestamps.get(partition));
  }

  @Override
  public void read(
      ListOffsetsResponse response, Items<TopicPartition, ListOffsetsResultInfo> items) {
    for (ListOffsetsTopicResponse topic : response.topics()) {
      for (ListOffsetsPartitionResponse partition : topic.partitions()) {
        readPartition(
            new TopicPartition(topic.name(), partition.partitionIndex()), partition, items);
      }
    }
  }

  private static void readPartition(
      TopicPartition key,
      ListOffsetsPartitionResponse partition,
      Items<TopicPartition, ListOffsetsResultInfo> items) {
    ErrorCode error = ErrorCode.forCode(partition.errorCode());
    if (error == ErrorCode.NONE) {
      items.complete(key, info(partition));
    } else if (error.retriable()) {
      items.retry(key, error, null);
    } else {
      items.fail(key, error, null);
    }
  }

  private static ListOffsetsResultInfo info(ListOffsetsPartitionResponse partition) {
    Optional<Integer> epoch =
        partition.leaderEpoch() == NO_EPOCH
            ? Optional.empty()
            : Optional.of(partition.leaderEpoch());
    return new ListOffsetsResultInfo(partition.offset(), partition.timestamp(), epoch);
  }
}
