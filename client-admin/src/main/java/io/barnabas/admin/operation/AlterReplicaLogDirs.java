package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.AlterReplicaLogDirsRequest;
import io.barnabas.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDir;
import io.barnabas.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic;
import io.barnabas.protocol.message.AlterReplicaLogDirsResponse;
import io.barnabas.protocol.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirPartitionResult;
import io.barnabas.protocol.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;

/** Moves replicas between the log directories of their broker (KIP-113). */
public final class AlterReplicaLogDirs
    implements Operation<TopicPartitionReplica, Void, AlterReplicaLogDirsResponse> {

  private final Map<TopicPartitionReplica, String> dirs;

  public AlterReplicaLogDirs(Map<TopicPartitionReplica, String> dirs) {
    this.dirs = new HashMap<>(dirs);
  }

  @Override
  public String name() {
    return "alterReplicaLogDirs";
  }

  @Override
  public Route route(TopicPartitionReplica replica) {
    return Route.broker(replica.brokerId());
  }

  @Override
  public ApiRequest<AlterReplicaLogDirsResponse> request(
      List<TopicPartitionReplica> replicas, int timeoutMs) {
    Map<String, List<TopicPartition>> byDir =
        replicas.stream()
            .collect(
                Collectors.groupingBy(
                    dirs::get,
                    Collectors.mapping(
                        replica -> new TopicPartition(replica.topic(), replica.partition()),
                        Collectors.toList())));
    return new AlterReplicaLogDirsRequest()
        .dirs(byDir.entrySet().stream().map(dir -> moved(dir.getKey(), dir.getValue())).toList());
  }

  private static AlterReplicaLogDir moved(String path, List<TopicPartition> partitions) {
    return new AlterReplicaLogDir()
        .path(path)
        .topics(
            PartitionsByTopic.group(
                partitions,
                TopicPartition::partition,
                (topic, numbers) -> new AlterReplicaLogDirTopic().name(topic).partitions(numbers)));
  }

  @Override
  public void read(AlterReplicaLogDirsResponse response, Items<TopicPartitionReplica, Void> items) {
    int broker = items.all().get(0).brokerId();
    for (AlterReplicaLogDirTopicResult topic : response.results()) {
      for (AlterReplicaLogDirPartitionResult partition : topic.partitions()) {
        TopicPartitionReplica replica =
            new TopicPartitionReplica(topic.topicName(), partition.partitionIndex(), broker);
        ErrorCode error = ErrorCode.forCode(partition.errorCode());
        if (error == ErrorCode.NONE) {
          items.complete(replica, null);
        } else {
          items.fail(replica, error, null);
        }
      }
    }
  }

  @Override
  public String leftOut(TopicPartitionReplica replica) {
    return "The response from broker "
        + replica.brokerId()
        + " did not contain a result for replica "
        + replica;
  }
}
