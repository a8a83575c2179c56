package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeShareGroupOffsetsRequest;
import io.barnabas.protocol.message.DescribeShareGroupOffsetsRequest.DescribeShareGroupOffsetsRequestGroup;
import io.barnabas.protocol.message.DescribeShareGroupOffsetsRequest.DescribeShareGroupOffsetsRequestTopic;
import io.barnabas.protocol.message.DescribeShareGroupOffsetsResponse;
import io.barnabas.protocol.message.DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponseGroup;
import io.barnabas.protocol.message.DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponsePartition;
import io.barnabas.protocol.message.DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponseTopic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Lists where share groups start to read, at each group's coordinator. A partition without a start
 * offset is there with null; one whose offset the broker refuses to tell is left out.
 */
public final class ListShareGroupOffsets
    implements Operation<
        String, Map<TopicPartition, SharePartitionOffsetInfo>, DescribeShareGroupOffsetsResponse> {

  private final Map<String, ListShareGroupOffsetsSpec> specs;

  public ListShareGroupOffsets(Map<String, ListShareGroupOffsetsSpec> specs) {
    this.specs = new HashMap<>(specs);
  }

  @Override
  public String name() {
    return "listShareGroupOffsets";
  }

  @Override
  public Route route(String groupId) {
    return Route.group(groupId);
  }

  @Override
  public boolean sharesCoordinators() {
    return true;
  }

  @Override
  public ApiRequest<DescribeShareGroupOffsetsResponse> request(
      List<String> groupIds, int timeoutMs) {
    return new DescribeShareGroupOffsetsRequest()
        .groups(groupIds.stream().map(this::asked).toList());
  }

  private DescribeShareGroupOffsetsRequestGroup asked(String groupId) {
    Collection<TopicPartition> partitions = specs.get(groupId).topicPartitions();
    return new DescribeShareGroupOffsetsRequestGroup()
        .groupId(groupId)
        .topics(
            partitions == null
                ? null
                : PartitionsByTopic.group(
                    partitions,
                    TopicPartition::partition,
                    (topic, numbers) ->
                        new DescribeShareGroupOffsetsRequestTopic()
                            .topicName(topic)
                            .partitions(numbers)));
  }

  @Override
  public void read(
      DescribeShareGroupOffsetsResponse response,
      Items<String, Map<TopicPartition, SharePartitionOffsetInfo>> items) {
    for (DescribeShareGroupOffsetsResponseGroup group : response.groups()) {
      ErrorCode error = ErrorCode.forCode(group.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(group.groupId(), offsets(group));
      } else {
        CoordinatorErrors.settle(items, group.groupId(), error, group.errorMessage());
      }
    }
  }

  private static Map<TopicPartition, SharePartitionOffsetInfo> offsets(
      DescribeShareGroupOffsetsResponseGroup group) {
    Map<TopicPartition, SharePartitionOffsetInfo> offsets = new HashMap<>();
    for (DescribeShareGroupOffsetsResponseTopic topic : group.topics()) {
      for (DescribeShareGroupOffsetsResponsePartition partition : topic.partitions()) {
        if (partition.errorCode() == ErrorCode.NONE.code()) {
          offsets.put(
              new TopicPartition(topic.topicName(), partition.partitionIndex()), info(partition));
        }
      }
    }
    return offsets;
  }

  /** Null if there is no start offset. */
  private static SharePartitionOffsetInfo info(
      DescribeShareGroupOffsetsResponsePartition partition) {
    if (partition.startOffset() < 0) {
      return null;
    }
    Optional<Integer> epoch =
        partition.leaderEpoch() < 0 ? Optional.empty() : Optional.of(partition.leaderEpoch());
    Optional<Long> lag = partition.lag() < 0 ? Optional.empty() : Optional.of(partition.lag());
    return new SharePartitionOffsetInfo(partition.startOffset(), epoch, lag);
  }
}
