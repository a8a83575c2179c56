package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ElectLeadersRequest;
import io.barnabas.protocol.message.ElectLeadersRequest.TopicPartitions;
import io.barnabas.protocol.message.ElectLeadersResponse;
import io.barnabas.protocol.message.ElectLeadersResponse.PartitionResult;
import io.barnabas.protocol.message.ElectLeadersResponse.ReplicaElectionResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;

/** Elects the preferred replica, or any that is there, as leader of partitions (KIP-460). */
public final class ElectLeaders
    implements Operation<Whole, Map<TopicPartition, Optional<Throwable>>, ElectLeadersResponse> {

  private static final int FIRST_WITH_TYPE = 1;

  private static final ControllerErrors ERRORS = new ControllerErrors(false);

  private final ElectionType type;
  private final Set<TopicPartition> partitions;

  /**
   * @param partitions null for all of the cluster
   */
  public ElectLeaders(ElectionType type, Set<TopicPartition> partitions) {
    this.type = type;
    this.partitions = partitions == null ? null : Set.copyOf(partitions);
  }

  @Override
  public String name() {
    return "electLeaders";
  }

  @Override
  public Route route(Whole cluster) {
    return Route.controller();
  }

  @Override
  public ApiRequest<ElectLeadersResponse> request(List<Whole> cluster, int timeoutMs) {
    return VersionedRequest.atLeast(
        type == ElectionType.PREFERRED ? 0 : FIRST_WITH_TYPE,
        new ElectLeadersRequest()
            .electionType(type.value)
            .topicPartitions(asked())
            .timeoutMs(timeoutMs));
  }

  private List<TopicPartitions> asked() {
    return partitions == null
        ? null
        : PartitionsByTopic.group(
            partitions,
            TopicPartition::partition,
            (topic, numbers) -> new TopicPartitions().topic(topic).partitions(numbers));
  }

  @Override
  public void read(
      ElectLeadersResponse response, Items<Whole, Map<TopicPartition, Optional<Throwable>>> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error == ErrorCode.NONE) {
      items.complete(Whole.CLUSTER, outcomes(response));
    } else {
      ERRORS.settle(items, Whole.CLUSTER, error, null, response.throttleTimeMs());
    }
  }

  private static Map<TopicPartition, Optional<Throwable>> outcomes(ElectLeadersResponse response) {
    Map<TopicPartition, Optional<Throwable>> outcomes = new HashMap<>();
    for (ReplicaElectionResult topic : response.replicaElectionResults()) {
      for (PartitionResult partition : topic.partitionResult()) {
        ErrorCode error = ErrorCode.forCode(partition.errorCode());
        outcomes.put(
            new TopicPartition(topic.topic(), partition.partitionId()),
            Optional.ofNullable(ErrorExceptions.of(error, partition.errorMessage())));
      }
    }
    return outcomes;
  }
}
