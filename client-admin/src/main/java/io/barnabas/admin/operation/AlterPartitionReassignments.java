package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.AlterPartitionReassignmentsRequest;
import io.barnabas.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.barnabas.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.barnabas.protocol.message.AlterPartitionReassignmentsResponse;
import io.barnabas.protocol.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import io.barnabas.protocol.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AlterPartitionReassignmentsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;

/** Begins to move partitions to other brokers, or ends such a move (KIP-455). */
public final class AlterPartitionReassignments
    implements Operation<TopicPartition, Void, AlterPartitionReassignmentsResponse> {

  private static final ControllerErrors ERRORS = new ControllerErrors(false);

  private final Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments;
  private final boolean allowReplicationFactorChange;

  public AlterPartitionReassignments(
      Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments,
      AlterPartitionReassignmentsOptions options) {
    this.reassignments = new HashMap<>(reassignments);
    this.allowReplicationFactorChange = options.allowReplicationFactorChange();
  }

  @Override
  public String name() {
    return "alterPartitionReassignments";
  }

  @Override
  public ApiException refusal(TopicPartition partition) {
    return TopicNames.refusal(partition);
  }

  @Override
  public Route route(TopicPartition partition) {
    return Route.controller();
  }

  @Override
  public boolean atControllers() {
    return true;
  }

  @Override
  public ApiRequest<AlterPartitionReassignmentsResponse> request(
      List<TopicPartition> partitions, int timeoutMs) {
    return new AlterPartitionReassignmentsRequest()
        .timeoutMs(timeoutMs)
        .allowReplicationFactorChange(allowReplicationFactorChange)
        .topics(
            PartitionsByTopic.group(
                partitions,
                this::asked,
                (name, asked) -> new ReassignableTopic().name(name).partitions(asked)));
  }

  /** No replicas: the move that is going on is to end. */
  private ReassignablePartition asked(TopicPartition partition) {
    return new ReassignablePartition()
        .partitionIndex(partition.partition())
        .replicas(
            reassignments
                .get(partition)
                .map(NewPartitionReassignment::targetReplicas)
                .orElse(null));
  }

  @Override
  public void read(
      AlterPartitionReassignmentsResponse response, Items<TopicPartition, Void> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error != ErrorCode.NONE) {
      items
          .all()
          .forEach(partition -> ERRORS.settle(items, partition, error, response.errorMessage(), 0));
      return;
    }
    for (ReassignableTopicResponse topic : response.responses()) {
      for (ReassignablePartitionResponse partition : topic.partitions()) {
        settle(new TopicPartition(topic.name(), partition.partitionIndex()), partition, items);
      }
    }
  }

  private static void settle(
      TopicPartition key,
      ReassignablePartitionResponse partition,
      Items<TopicPartition, Void> items) {
    ErrorCode error = ErrorCode.forCode(partition.errorCode());
    if (error == ErrorCode.NONE) {
      items.complete(key, null);
    } else {
      items.fail(key, error, partition.errorMessage());
    }
  }
}
