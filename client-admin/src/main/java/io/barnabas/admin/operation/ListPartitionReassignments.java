package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ListPartitionReassignmentsRequest;
import io.barnabas.protocol.message.ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics;
import io.barnabas.protocol.message.ListPartitionReassignmentsResponse;
import io.barnabas.protocol.message.ListPartitionReassignmentsResponse.OngoingPartitionReassignment;
import io.barnabas.protocol.message.ListPartitionReassignmentsResponse.OngoingTopicReassignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;

/** Lists the partitions that are on their way to other brokers (KIP-455). */
public final class ListPartitionReassignments
    implements Operation<
        Whole, Map<TopicPartition, PartitionReassignment>, ListPartitionReassignmentsResponse> {

  private static final ControllerErrors ERRORS = new ControllerErrors(false);

  private final Optional<Set<TopicPartition>> partitions;

  /**
   * @param partitions empty for all of the cluster
   */
  public ListPartitionReassignments(Optional<Set<TopicPartition>> partitions) {
    this.partitions = partitions.map(Set::copyOf);
  }

  @Override
  public String name() {
    return "listPartitionReassignments";
  }

  @Override
  public ApiException refusal(Whole cluster) {
    return partitions.orElse(Set.of()).stream()
        .map(TopicNames::refusal)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  @Override
  public Route route(Whole cluster) {
    return Route.controller();
  }

  @Override
  public boolean atControllers() {
    return true;
  }

  @Override
  public ApiRequest<ListPartitionReassignmentsResponse> request(
      List<Whole> cluster, int timeoutMs) {
    return new ListPartitionReassignmentsRequest()
        .timeoutMs(timeoutMs)
        .topics(partitions.map(ListPartitionReassignments::asked).orElse(null));
  }

  private static List<ListPartitionReassignmentsTopics> asked(Set<TopicPartition> partitions) {
    return PartitionsByTopic.group(
        partitions,
        TopicPartition::partition,
        (name, numbers) ->
            new ListPartitionReassignmentsTopics().name(name).partitionIndexes(numbers));
  }

  @Override
  public void read(
      ListPartitionReassignmentsResponse response,
      Items<Whole, Map<TopicPartition, PartitionReassignment>> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error == ErrorCode.NONE) {
      items.complete(Whole.CLUSTER, ongoing(response));
    } else {
      ERRORS.settle(items, Whole.CLUSTER, error, response.errorMessage(), 0);
    }
  }

  private static Map<TopicPartition, PartitionReassignment> ongoing(
      ListPartitionReassignmentsResponse response) {
    Map<TopicPartition, PartitionReassignment> ongoing = new HashMap<>();
    for (OngoingTopicReassignment topic : response.topics()) {
      for (OngoingPartitionReassignment partition : topic.partitions()) {
        ongoing.put(
            new TopicPartition(topic.name(), partition.partitionIndex()),
            new PartitionReassignment(
                partition.replicas(), partition.addingReplicas(), partition.removingReplicas()));
      }
    }
    return ongoing;
  }
}
