package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.WriteTxnMarkersRequest;
import io.barnabas.protocol.message.WriteTxnMarkersRequest.WritableTxnMarker;
import io.barnabas.protocol.message.WriteTxnMarkersRequest.WritableTxnMarkerTopic;
import io.barnabas.protocol.message.WriteTxnMarkersResponse;
import io.barnabas.protocol.message.WriteTxnMarkersResponse.WritableTxnMarkerPartitionResult;
import io.barnabas.protocol.message.WriteTxnMarkersResponse.WritableTxnMarkerResult;
import io.barnabas.protocol.message.WriteTxnMarkersResponse.WritableTxnMarkerTopicResult;
import java.util.List;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.common.TopicPartition;

/** Ends a transaction that hangs in a partition, by a marker that its leader writes (KIP-664). */
public final class AbortTransaction
    implements Operation<TopicPartition, Void, WriteTxnMarkersResponse> {

  private final AbortTransactionSpec spec;

  public AbortTransaction(AbortTransactionSpec spec) {
    this.spec = spec;
  }

  @Override
  public String name() {
    return "abortTransaction";
  }

  @Override
  public Route route(TopicPartition partition) {
    return Route.leader(partition.topic(), partition.partition());
  }

  @Override
  public ApiRequest<WriteTxnMarkersResponse> request(
      List<TopicPartition> partition, int timeoutMs) {
    return new WriteTxnMarkersRequest()
        .markers(
            List.of(
                new WritableTxnMarker()
                    .producerId(spec.producerId())
                    .producerEpoch(spec.producerEpoch())
                    .coordinatorEpoch(spec.coordinatorEpoch())
                    .transactionResult(false)
                    .topics(
                        PartitionsByTopic.group(
                            partition,
                            TopicPartition::partition,
                            (name, numbers) ->
                                new WritableTxnMarkerTopic()
                                    .name(name)
                                    .partitionIndexes(numbers)))));
  }

  @Override
  public void read(WriteTxnMarkersResponse response, Items<TopicPartition, Void> items) {
    for (WritableTxnMarkerResult marker : response.markers()) {
      for (WritableTxnMarkerTopicResult topic : marker.topics()) {
        for (WritableTxnMarkerPartitionResult partition : topic.partitions()) {
          settle(
              new TopicPartition(topic.name(), partition.partitionIndex()),
              ErrorCode.forCode(partition.errorCode()),
              items);
        }
      }
    }
  }

  private void settle(
      TopicPartition partition, ErrorCode error, Items<TopicPartition, Void> items) {
    switch (error) {
      case NONE -> items.complete(partition, null);
      case NOT_LEADER_OR_FOLLOWER,
          REPLICA_NOT_AVAILABLE,
          BROKER_NOT_AVAILABLE,
          UNKNOWN_TOPIC_OR_PARTITION ->
          items.retry(partition, error, null);
      default -> items.fail(partition, error, "Cannot abort with " + spec + ": " + error);
    }
  }
}
