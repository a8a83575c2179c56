package io.barnabas.admin;

import static io.barnabas.admin.AdminCall.change;
import static io.barnabas.admin.AdminCall.read;
import static io.barnabas.admin.AdminCall.scripted;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.RaftVoterEndpoint;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.Uuid;

/** The methods on the cluster and its replicas, for the test of all methods. */
final class ClusterCalls {

  private static final TopicPartition NOWHERE = new TopicPartition("nowhere", 0);
  private static final int NO_BROKER = 99;
  private static final int VOTER = 7;
  private static final Uuid DIRECTORY = new Uuid(1, 2);

  private ClusterCalls() {}

  static List<AdminCall> all() {
    return Stream.of(cluster(), replicas()).flatMap(List::stream).toList();
  }

  private static List<AdminCall> cluster() {
    return List.of(
        read(
            "describeCluster",
            (admin, me) ->
                admin.describeCluster(
                    new DescribeClusterOptions()
                        .includeAuthorizedOperations(true)
                        .includeFencedBrokers(true)),
            null),
        read("describeFeatures", (admin, me) -> admin.describeFeatures(), null),
        change(
            "updateFeatures",
            (admin, me) ->
                updateFeature(admin, "transaction.version", 1, UpgradeType.SAFE_DOWNGRADE),
            (admin, me) ->
                List.of(
                    updateFeature(admin, "no.such.feature", 1, UpgradeType.UPGRADE),
                    updateFeature(admin, "transaction.version", 77, UpgradeType.UPGRADE),
                    ResultView.of(
                        () -> admin.updateFeatures(Map.of(), new UpdateFeaturesOptions())),
                    ResultView.of(() -> updateFeature(admin, " ", 1, UpgradeType.UPGRADE)))),
        read("describeMetadataQuorum", (admin, me) -> admin.describeMetadataQuorum(), null),
        scripted("addRaftVoter", ClusterCalls::addVoter, ClusterCalls::addVoter),
        scripted("removeRaftVoter", ClusterCalls::removeVoter, ClusterCalls::removeVoter),
        scripted(
            "unregisterBroker",
            (admin, me) -> admin.unregisterBroker(3),
            (admin, me) -> admin.unregisterBroker(NO_BROKER)));
  }

  private static List<AdminCall> replicas() {
    return List.of(
        read("describeLogDirs", (admin, me) -> admin.describeLogDirs(List.of(1)), null),
        read(
            "describeReplicaLogDirs",
            (admin, me) -> admin.describeReplicaLogDirs(List.of(replica("read"))),
            (admin, me) -> admin.describeReplicaLogDirs(List.of(replica("nowhere")))),
        change(
            "alterReplicaLogDirs",
            ClusterCalls::stayInPlace,
            (admin, me) ->
                admin.alterReplicaLogDirs(
                    Map.of(replica("read"), "/no/such/dir", replica("nowhere"), "relative"))),
        change(
            "alterPartitionReassignments",
            (admin, me) -> reassign(admin, new TopicPartition("alter-" + me, 0), List.of(1, 2, 3)),
            (admin, me) ->
                List.of(
                    reassign(admin, NOWHERE, List.of(1)),
                    reassign(admin, new TopicPartition("read", 0), List.of(1, NO_BROKER)),
                    reassign(admin, new TopicPartition("", 0), List.of(1)),
                    reassign(admin, new TopicPartition("read", -1), List.of(1)),
                    admin.alterPartitionReassignments(
                        Map.of(new TopicPartition("read", 0), Optional.empty())))),
        read(
            "listPartitionReassignments",
            (admin, me) -> admin.listPartitionReassignments(Set.of(new TopicPartition("read", 0))),
            (admin, me) -> admin.listPartitionReassignments(Set.of(new TopicPartition("", 0)))),
        change(
            "electLeaders",
            ClusterCalls::elect,
            (admin, me) ->
                List.of(
                    admin.electLeaders(ElectionType.PREFERRED, Set.of(NOWHERE)),
                    admin.electLeaders(
                        ElectionType.UNCLEAN, Set.of(new TopicPartition("read", 0))))));
  }

  private static Object updateFeature(Admin admin, String feature, int level, UpgradeType type) {
    return admin.updateFeatures(
        Map.of(feature, new FeatureUpdate((short) level, type)),
        new UpdateFeaturesOptions().validateOnly(true));
  }

  private static Object addVoter(Admin admin, String me) {
    RaftVoterEndpoint endpoint = new RaftVoterEndpoint("CONTROLLER", "localhost", 9093);
    return admin.addRaftVoter(VOTER, DIRECTORY, Set.of(endpoint));
  }

  private static Object removeVoter(Admin admin, String me) {
    return admin.removeRaftVoter(VOTER, DIRECTORY);
  }

  private static TopicPartitionReplica replica(String topic) {
    return new TopicPartitionReplica(topic, 0, 1);
  }

  private static Object stayInPlace(Admin admin, String me) throws Exception {
    TopicPartitionReplica replica = replica("read");
    String dir =
        admin
            .describeReplicaLogDirs(List.of(replica))
            .values()
            .get(replica)
            .get()
            .getCurrentReplicaLogDir();
    return admin.alterReplicaLogDirs(Map.of(replica, dir));
  }

  private static Object reassign(Admin admin, TopicPartition partition, List<Integer> replicas) {
    return admin.alterPartitionReassignments(
        Map.of(partition, Optional.of(new NewPartitionReassignment(replicas))));
  }

  /** There is nothing to elect: each partition says so. */
  private static Object elect(Admin admin, String me) {
    return admin
        .electLeaders(ElectionType.PREFERRED, Set.of(new TopicPartition("read", 0)))
        .partitions();
  }
}
