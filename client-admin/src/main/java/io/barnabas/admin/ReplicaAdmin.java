package io.barnabas.admin;

import io.barnabas.admin.driver.AdminDriver;
import io.barnabas.admin.driver.AdminFuture;
import io.barnabas.admin.operation.AlterPartitionReassignments;
import io.barnabas.admin.operation.AlterReplicaLogDirs;
import io.barnabas.admin.operation.DescribeLogDirs;
import io.barnabas.admin.operation.DescribeReplicaLogDirs;
import io.barnabas.admin.operation.ElectLeaders;
import io.barnabas.admin.operation.ListPartitionReassignments;
import io.barnabas.admin.operation.ReplicaPlace;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterPartitionReassignmentsOptions;
import org.apache.kafka.clients.admin.AlterPartitionReassignmentsResult;
import org.apache.kafka.clients.admin.AlterReplicaLogDirsOptions;
import org.apache.kafka.clients.admin.AlterReplicaLogDirsResult;
import org.apache.kafka.clients.admin.DescribeLogDirsOptions;
import org.apache.kafka.clients.admin.DescribeLogDirsResult;
import org.apache.kafka.clients.admin.DescribeReplicaLogDirsOptions;
import org.apache.kafka.clients.admin.DescribeReplicaLogDirsResult;
import org.apache.kafka.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import org.apache.kafka.clients.admin.ElectLeadersOptions;
import org.apache.kafka.clients.admin.ElectLeadersResult;
import org.apache.kafka.clients.admin.ListPartitionReassignmentsOptions;
import org.apache.kafka.clients.admin.ListPartitionReassignmentsResult;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;

/** Where replicas lie and who leads. */
abstract class ReplicaAdmin extends SecurityAdmin {

  ReplicaAdmin(AdminDriver driver) {
    super(driver);
  }

  @Override
  public DescribeLogDirsResult describeLogDirs(
      Collection<Integer> brokers, DescribeLogDirsOptions options) {
    return results.describeLogDirs(driver.run(new DescribeLogDirs(), brokers, options.timeoutMs()));
  }

  @Override
  public DescribeReplicaLogDirsResult describeReplicaLogDirs(
      Collection<TopicPartitionReplica> replicas, DescribeReplicaLogDirsOptions options) {
    Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> futures = new HashMap<>();
    driver
        .run(new DescribeReplicaLogDirs(), replicas, options.timeoutMs())
        .forEach(
            (replica, place) -> futures.put(replica, AdminFuture.map(place, this::logDirInfo)));
    return results.describeReplicaLogDirs(futures);
  }

  private ReplicaLogDirInfo logDirInfo(ReplicaPlace place) {
    return results.replicaLogDirInfo(
        place.dir(), place.offsetLag(), place.futureDir(), place.futureOffsetLag());
  }

  @Override
  public AlterReplicaLogDirsResult alterReplicaLogDirs(
      Map<TopicPartitionReplica, String> replicaAssignment, AlterReplicaLogDirsOptions options) {
    AlterReplicaLogDirs operation = new AlterReplicaLogDirs(replicaAssignment);
    return results.alterReplicaLogDirs(
        driver.run(operation, replicaAssignment.keySet(), options.timeoutMs()));
  }

  @Override
  public AlterPartitionReassignmentsResult alterPartitionReassignments(
      Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments,
      AlterPartitionReassignmentsOptions options) {
    AlterPartitionReassignments operation = new AlterPartitionReassignments(reassignments, options);
    return results.alterPartitionReassignments(
        driver.run(operation, reassignments.keySet(), options.timeoutMs()));
  }

  @Override
  public ListPartitionReassignmentsResult listPartitionReassignments(
      Optional<Set<TopicPartition>> partitions, ListPartitionReassignmentsOptions options) {
    return results.listPartitionReassignments(
        driver.run(new ListPartitionReassignments(partitions), options.timeoutMs()));
  }

  @Override
  public ElectLeadersResult electLeaders(
      ElectionType electionType, Set<TopicPartition> partitions, ElectLeadersOptions options) {
    return results.electLeaders(
        driver.run(new ElectLeaders(electionType, partitions), options.timeoutMs()));
  }
}
