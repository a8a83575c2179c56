package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.message.DescribeLogDirsRequest;
import io.barnabas.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.barnabas.protocol.message.DescribeLogDirsResponse;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.errors.KafkaStorageException;

/**
 * Tells in which log directory a replica lies, and into which it moves, at its broker. As in
 * kafka-clients, a replica that the broker does not have, or must not tell of, is in none.
 */
public final class DescribeReplicaLogDirs
    implements Operation<TopicPartitionReplica, ReplicaPlace, DescribeLogDirsResponse> {

  @Override
  public String name() {
    return "describeReplicaLogDirs";
  }

  @Override
  public Route route(TopicPartitionReplica replica) {
    return Route.broker(replica.brokerId());
  }

  @Override
  public ApiRequest<DescribeLogDirsResponse> request(
      List<TopicPartitionReplica> replicas, int timeoutMs) {
    return new DescribeLogDirsRequest()
        .topics(
            PartitionsByTopic.group(
                replicas.stream().map(DescribeReplicaLogDirs::partition).toList(),
                TopicPartition::partition,
                (topic, numbers) -> new DescribableLogDirTopic().topic(topic).partitions(numbers)));
  }

  private static TopicPartition partition(TopicPartitionReplica replica) {
    return new TopicPartition(replica.topic(), replica.partition());
  }

  @Override
  public void read(
      DescribeLogDirsResponse response, Items<TopicPartitionReplica, ReplicaPlace> items) {
    Map<String, LogDirDescription> dirs = LogDirs.descriptions(response);
    dirs.forEach((path, dir) -> failIfUnreadable(path, dir, items));
    items.all().forEach(replica -> items.complete(replica, place(partition(replica), dirs)));
  }

  /** A directory that is offline has no replicas; any other error makes no sense. */
  private static void failIfUnreadable(
      String path, LogDirDescription dir, Items<TopicPartitionReplica, ReplicaPlace> items) {
    if (dir.error() != null && !(dir.error() instanceof KafkaStorageException)) {
      IllegalStateException failure =
          new IllegalStateException(
              "Log directory " + path + " is in an unknown state", dir.error());
      items.all().forEach(replica -> items.fail(replica, failure));
    }
  }

  private static ReplicaPlace place(TopicPartition partition, Map<String, LogDirDescription> dirs) {
    ReplicaPlace place = ReplicaPlace.NOWHERE;
    for (Map.Entry<String, LogDirDescription> dir : dirs.entrySet()) {
      ReplicaInfo replica = dir.getValue().replicaInfos().get(partition);
      if (replica != null) {
        place = place.with(dir.getKey(), replica);
      }
    }
    return place;
  }
}
