package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeProducersRequest;
import io.barnabas.protocol.message.DescribeProducersRequest.TopicRequest;
import io.barnabas.protocol.message.DescribeProducersResponse;
import io.barnabas.protocol.message.DescribeProducersResponse.PartitionResponse;
import io.barnabas.protocol.message.DescribeProducersResponse.TopicResponse;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;

/**
 * Describes who writes to partitions, at each one's leader or at a replica of the user's choice.
 */
public final class DescribeProducers
    implements Operation<TopicPartition, PartitionProducerState, DescribeProducersResponse> {

  private final OptionalInt brokerId;

  public DescribeProducers(DescribeProducersOptions options) {
    this.brokerId = options.brokerId();
  }

  @Override
  public String name() {
    return "describeProducers";
  }

  @Override
  public Route route(TopicPartition partition) {
    return brokerId.isPresent()
        ? Route.broker(brokerId.getAsInt())
        : Route.leader(partition.topic(), partition.partition());
  }

  @Override
  public ApiRequest<DescribeProducersResponse> request(
      List<TopicPartition> partitions, int timeoutMs) {
    return new DescribeProducersRequest()
        .topics(
            PartitionsByTopic.group(
                partitions,
                TopicPartition::partition,
                (name, numbers) -> new TopicRequest().name(name).partitionIndexes(numbers)));
  }

  @Override
  public void read(
      DescribeProducersResponse response, Items<TopicPartition, PartitionProducerState> items) {
    for (TopicResponse topic : response.topics()) {
      for (PartitionResponse partition : topic.partitions()) {
        TopicPartition key = new TopicPartition(topic.name(), partition.partitionIndex());
        ErrorCode error = ErrorCode.forCode(partition.errorCode());
        if (error == ErrorCode.NONE) {
          items.complete(key, new PartitionProducerState(producers(partition)));
        } else if (isForLater(error)) {
          items.retry(key, error, partition.errorMessage());
        } else {
          items.fail(key, error, partition.errorMessage());
        }
      }
    }
  }

  /** A broker that the user has named and that has no replica is not going to get one. */
  private boolean isForLater(ErrorCode error) {
    return error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        || error == ErrorCode.NOT_LEADER_OR_FOLLOWER && brokerId.isEmpty();
  }

  private static List<ProducerState> producers(PartitionResponse partition) {
    return partition.activeProducers().stream().map(DescribeProducers::producer).toList();
  }

  private static ProducerState producer(DescribeProducersResponse.ProducerState producer) {
    int epoch = producer.coordinatorEpoch();
    long startOffset = producer.currentTxnStartOffset();
    return new ProducerState(
        producer.producerId(),
        producer.producerEpoch(),
        producer.lastSequence(),
        producer.lastTimestamp(),
        epoch < 0 ? OptionalInt.empty() : OptionalInt.of(epoch),
        startOffset < 0 ? OptionalLong.empty() : OptionalLong.of(startOffset));
  }
}
