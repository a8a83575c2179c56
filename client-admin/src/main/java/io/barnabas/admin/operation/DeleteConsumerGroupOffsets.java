package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.OffsetDeleteRequest;
import io.barnabas.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.barnabas.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.barnabas.protocol.message.OffsetDeleteResponse;
import io.barnabas.protocol.message.OffsetDeleteResponse.OffsetDeleteResponsePartition;
import io.barnabas.protocol.message.OffsetDeleteResponse.OffsetDeleteResponseTopic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Forgets what a group has committed for partitions of topics that it is not subscribed to, at its
 * coordinator. The outcome has the error of each partition.
 */
public final class DeleteConsumerGroupOffsets
    implements Operation<String, Map<TopicPartition, ErrorCode>, OffsetDeleteResponse> {

  private final Set<TopicPartition> partitions;

  public DeleteConsumerGroupOffsets(Set<TopicPartition> partitions) {
    this.partitions = new HashSet<>(partitions);
  }

  @Override
  public String name() {
    return "deleteConsumerGroupOffsets";
  }

  @Override
  public Route route(String groupId) {
    return Route.group(groupId);
  }

  @Override
  public ApiRequest<OffsetDeleteResponse> request(List<String> groupId, int timeoutMs) {
    return new OffsetDeleteRequest()
        .groupId(groupId.get(0))
        .topics(
            PartitionsByTopic.group(
                partitions,
                partition ->
                    new OffsetDeleteRequestPartition().partitionIndex(partition.partition()),
                (name, asked) -> new OffsetDeleteRequestTopic().name(name).partitions(asked)));
  }

  @Override
  public void read(
      OffsetDeleteResponse response, Items<String, Map<TopicPartition, ErrorCode>> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    for (String groupId : items.all()) {
      if (error == ErrorCode.NONE) {
        items.complete(groupId, outcomes(response));
      } else {
        CoordinatorErrors.settle(items, groupId, error, null);
      }
    }
  }

  private static Map<TopicPartition, ErrorCode> outcomes(OffsetDeleteResponse response) {
    Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
    for (OffsetDeleteResponseTopic topic : response.topics()) {
      for (OffsetDeleteResponsePartition partition : topic.partitions()) {
        outcomes.put(
            new TopicPartition(topic.name(), partition.partitionIndex()),
            ErrorCode.forCode(partition.errorCode()));
      }
    }
    return outcomes;
  }
}
