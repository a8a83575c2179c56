package io.barnabas.admin;

import io.barnabas.admin.driver.AdminDriver;
import io.barnabas.admin.driver.AdminFuture;
import io.barnabas.admin.operation.AddRaftVoter;
import io.barnabas.admin.operation.ClusterDescription;
import io.barnabas.admin.operation.DescribeCluster;
import io.barnabas.admin.operation.DescribeFeatures;
import io.barnabas.admin.operation.DescribeMetadataQuorum;
import io.barnabas.admin.operation.RemoveRaftVoter;
import io.barnabas.admin.operation.UnregisterBroker;
import io.barnabas.admin.operation.UpdateFeatures;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AddRaftVoterOptions;
import org.apache.kafka.clients.admin.AddRaftVoterResult;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.DescribeFeaturesResult;
import org.apache.kafka.clients.admin.DescribeMetadataQuorumOptions;
import org.apache.kafka.clients.admin.DescribeMetadataQuorumResult;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.RaftVoterEndpoint;
import org.apache.kafka.clients.admin.RemoveRaftVoterOptions;
import org.apache.kafka.clients.admin.RemoveRaftVoterResult;
import org.apache.kafka.clients.admin.UnregisterBrokerOptions;
import org.apache.kafka.clients.admin.UnregisterBrokerResult;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.admin.UpdateFeaturesResult;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

/** The cluster as a whole. */
abstract class ClusterAdmin extends ReplicaAdmin {

  ClusterAdmin(AdminDriver driver) {
    super(driver);
  }

  @Override
  public DescribeClusterResult describeCluster(DescribeClusterOptions options) {
    KafkaFuture<ClusterDescription> cluster =
        driver.run(new DescribeCluster(options, driver.ofControllers()), options.timeoutMs());
    return results.describeCluster(
        AdminFuture.map(cluster, ClusterDescription::brokers),
        AdminFuture.map(cluster, ClusterDescription::controller),
        AdminFuture.map(cluster, ClusterDescription::clusterId),
        AdminFuture.map(cluster, ClusterDescription::authorizedOperations));
  }

  @Override
  public DescribeFeaturesResult describeFeatures(DescribeFeaturesOptions options) {
    return results.describeFeatures(driver.run(new DescribeFeatures(options), options.timeoutMs()));
  }

  @Override
  public UpdateFeaturesResult updateFeatures(
      Map<String, FeatureUpdate> featureUpdates, UpdateFeaturesOptions options) {
    UpdateFeatures operation = new UpdateFeatures(featureUpdates, options);
    return results.updateFeatures(
        driver.run(operation, featureUpdates.keySet(), options.timeoutMs()));
  }

  @Override
  public DescribeMetadataQuorumResult describeMetadataQuorum(
      DescribeMetadataQuorumOptions options) {
    return results.describeMetadataQuorum(
        driver.run(new DescribeMetadataQuorum(), options.timeoutMs()));
  }

  @Override
  public AddRaftVoterResult addRaftVoter(
      int voterId,
      Uuid voterDirectoryId,
      Set<RaftVoterEndpoint> endpoints,
      AddRaftVoterOptions options) {
    AddRaftVoter operation = new AddRaftVoter(voterId, voterDirectoryId, endpoints, options);
    return results.addRaftVoter(driver.run(operation, options.timeoutMs()));
  }

  @Override
  public RemoveRaftVoterResult removeRaftVoter(
      int voterId, Uuid voterDirectoryId, RemoveRaftVoterOptions options) {
    RemoveRaftVoter operation = new RemoveRaftVoter(voterId, voterDirectoryId, options);
    return results.removeRaftVoter(driver.run(operation, options.timeoutMs()));
  }

  @Override
  public UnregisterBrokerResult unregisterBroker(int brokerId, UnregisterBrokerOptions options) {
    return results.unregisterBroker(
        driver.run(new UnregisterBroker(brokerId), options.timeoutMs()));
  }
}
