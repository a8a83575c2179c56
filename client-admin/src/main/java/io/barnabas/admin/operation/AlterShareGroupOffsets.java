package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.AlterShareGroupOffsetsRequest;
import io.barnabas.protocol.message.AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestPartition;
import io.barnabas.protocol.message.AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestTopic;
import io.barnabas.protocol.message.AlterShareGroupOffsetsResponse;
import io.barnabas.protocol.message.AlterShareGroupOffsetsResponse.AlterShareGroupOffsetsResponsePartition;
import io.barnabas.protocol.message.AlterShareGroupOffsetsResponse.AlterShareGroupOffsetsResponseTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;

/**
 * Sets where a share group without members starts to read, at its coordinator. The outcome has the
 * exception of each partition, or null.
 */
public final class AlterShareGroupOffsets
    implements Operation<
        String, Map<TopicPartition, ApiException>, AlterShareGroupOffsetsResponse> {

  private final Map<TopicPartition, Long> offsets;

  public AlterShareGroupOffsets(Map<TopicPartition, Long> offsets) {
    this.offsets = new HashMap<>(offsets);
  }

  @Override
  public String name() {
    return "alterShareGroupOffsets";
  }

  @Override
  public Route route(String groupId) {
    return Route.group(groupId);
  }

  @Override
  public ApiRequest<AlterShareGroupOffsetsResponse> request(List<String> groupId, int timeoutMs) {
    return new AlterShareGroupOffsetsRequest()
        .groupId(groupId.get(0))
        .topics(
            PartitionsByTopic.group(
                offsets.keySet(),
                this::asked,
                (name, asked) ->
                    new AlterShareGroupOffsetsRequestTopic().topicName(name).partitions(asked)));
  }

  private AlterShareGroupOffsetsRequestPartition asked(TopicPartition partition) {
    return new AlterShareGroupOffsetsRequestPartition()
        .partitionIndex(partition.partition())
        .startOffset(offsets.get(partition));
  }

  @Override
  public void read(
      AlterShareGroupOffsetsResponse response,
      Items<String, Map<TopicPartition, ApiException>> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    for (String groupId : items.all()) {
      switch (error) {
        case NONE -> items.complete(groupId, outcomes(response));
        case COORDINATOR_LOAD_IN_PROGRESS,
            COORDINATOR_NOT_AVAILABLE,
            NOT_COORDINATOR,
            REBALANCE_IN_PROGRESS ->
            items.retry(groupId, error, response.errorMessage());
        default -> items.complete(groupId, allFailed(error, response.errorMessage()));
      }
    }
  }

  private static Map<TopicPartition, ApiException> outcomes(
      AlterShareGroupOffsetsResponse response) {
    Map<TopicPartition, ApiException> outcomes = new HashMap<>();
    for (AlterShareGroupOffsetsResponseTopic topic : response.responses()) {
      for (AlterShareGroupOffsetsResponsePartition partition : topic.partitions()) {
        ErrorCode error = ErrorCode.forCode(partition.errorCode());
        outcomes.put(
            new TopicPartition(topic.topicName(), partition.partitionIndex()),
            ErrorExceptions.of(error, partition.errorMessage()));
      }
    }
    return outcomes;
  }

  private Map<TopicPartition, ApiException> allFailed(ErrorCode error, String message) {
    Map<TopicPartition, ApiException> outcomes = new HashMap<>();
    offsets
        .keySet()
        .forEach(partition -> outcomes.put(partition, ErrorExceptions.of(error, message)));
    return outcomes;
  }
}
