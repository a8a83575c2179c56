package io.barnabas.it.chaos;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaBroker;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterPartitionReassignmentsResult;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Who leads the partitions of one topic, seen and changed with kafka-clients' admin client. */
final class Leadership implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaCluster cluster;
  private final String topic;
  private final Admin admin;

  Leadership(KafkaCluster cluster, String topic) {
    this.cluster = cluster;
    this.topic = topic;
    this.admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
  }

  int leader(int partition) {
    return cluster.leader(topic, partition);
  }

  void awaitLeaderOtherThan(int broker, int partition) {
    Await.until(
        "another leader of " + topic + "-" + partition + " than " + broker,
        PATIENCE,
        () -> leader(partition) != broker);
  }

  /** Gives the leadership to {@code broker} by making it the preferred replica. */
  void move(int partition, int broker) {
    TopicPartition moved = new TopicPartition(topic, partition);
    List<Integer> replicas = new ArrayList<>(List.of(broker));
    cluster.brokers().stream()
        .map(KafkaBroker::id)
        .filter(id -> id != broker)
        .forEach(replicas::add);
    Await.until(
        moved + " to be preferred at " + broker,
        PATIENCE,
        () -> get(reassign(moved, replicas).all()) == null);
    Await.until(
        moved + " to be led by " + broker,
        PATIENCE,
        () -> leader(partition) == broker || elect(moved) && leader(partition) == broker);
  }

  private AlterPartitionReassignmentsResult reassign(TopicPartition moved, List<Integer> replicas) {
    return admin.alterPartitionReassignments(
        Map.of(moved, Optional.of(new NewPartitionReassignment(replicas))));
  }

  private boolean elect(TopicPartition moved) throws Exception {
    get(admin.electLeaders(ElectionType.PREFERRED, Set.of(moved)).all());
    return true;
  }

  /** Waits until every replica of every partition is in sync again. */
  void awaitAllInSync() {
    Await.until("all replicas of " + topic + " to be in sync", PATIENCE, this::allInSync);
  }

  private boolean allInSync() throws Exception {
    List<TopicPartitionInfo> partitions =
        get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions();
    return partitions.stream()
        .allMatch(each -> each.leader() != null && each.isr().size() == each.replicas().size());
  }

  private static <T> T get(KafkaFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
