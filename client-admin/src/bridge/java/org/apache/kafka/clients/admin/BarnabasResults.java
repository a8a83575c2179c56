package org.apache.kafka.clients.admin;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.security.token.delegation.DelegationToken;

/**
 * What only this package may call, as functions: each for the method of {@code
 * io.barnabas.admin.bridge.AdminResults} of the same name and types.
 */
final class BarnabasResults {

  static CreateTopicsResult createTopics(Map<String, KafkaFuture<TopicMetadataAndConfig>> futures) {
    return new CreateTopicsResult(futures);
  }

  static DeleteTopicsResult deleteTopicsByName(Map<String, KafkaFuture<Void>> futures) {
    return new DeleteTopicsResult(null, futures);
  }

  static DeleteTopicsResult deleteTopicsById(Map<Uuid, KafkaFuture<Void>> futures) {
    return new DeleteTopicsResult(futures, null);
  }

  static ListTopicsResult listTopics(KafkaFuture<Map<String, TopicListing>> future) {
    return new ListTopicsResult(future);
  }

  static DescribeTopicsResult describeTopicsByName(
      Map<String, KafkaFuture<TopicDescription>> futures) {
    return new DescribeTopicsResult(null, futures);
  }

  static DescribeTopicsResult describeTopicsById(Map<Uuid, KafkaFuture<TopicDescription>> futures) {
    return new DescribeTopicsResult(futures, null);
  }

  static CreatePartitionsResult createPartitions(Map<String, KafkaFuture<Void>> futures) {
    return new CreatePartitionsResult(futures);
  }

  static DescribeClusterResult describeCluster(
      KafkaFuture<Collection<Node>> nodes,
      KafkaFuture<Node> controller,
      KafkaFuture<String> clusterId,
      KafkaFuture<Set<AclOperation>> authorizedOperations) {
    return new DescribeClusterResult(nodes, controller, clusterId, authorizedOperations);
  }

  static DescribeConfigsResult describeConfigs(Map<ConfigResource, KafkaFuture<Config>> futures) {
    return new DescribeConfigsResult(futures);
  }

  static AlterConfigsResult alterConfigs(Map<ConfigResource, KafkaFuture<Void>> futures) {
    return new AlterConfigsResult(futures);
  }

  static ConfigEntry.ConfigSynonym configSynonym(
      String name, String value, ConfigEntry.ConfigSource source) {
    return new ConfigEntry.ConfigSynonym(name, value, source);
  }

  static ListGroupsResult listGroups(KafkaFuture<Collection<Object>> listingsAndErrors) {
    return new ListGroupsResult(listingsAndErrors);
  }

  @SuppressWarnings({"deprecation", "removal"})
  static ListConsumerGroupsResult listConsumerGroups(
      KafkaFuture<Collection<Object>> listingsAndErrors) {
    return new ListConsumerGroupsResult(listingsAndErrors);
  }

  static DeleteConsumerGroupsResult deleteConsumerGroups(Map<String, KafkaFuture<Void>> futures) {
    return new DeleteConsumerGroupsResult(futures);
  }

  static ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
      Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> byGroup) {
    return new BarnabasCommittedOffsets(byGroup);
  }

  static AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
      KafkaFuture<Map<TopicPartition, Optional<ApiException>>> failures, KafkaFuture<Void> all) {
    return new BarnabasAlteredOffsets(failures, all);
  }

  static DeleteConsumerGroupOffsetsResult deleteConsumerGroupOffsets(
      KafkaFuture<Map<TopicPartition, Optional<ApiException>>> failures,
      Set<TopicPartition> partitions) {
    return new BarnabasDeletedOffsets(failures, partitions);
  }

  static RemoveMembersFromConsumerGroupResult removeMembers(
      KafkaFuture<Map<String, Optional<ApiException>>> failures,
      Set<MemberToRemove> members,
      KafkaFuture<Void> everyone) {
    return new BarnabasRemovedMembers(failures, members, everyone);
  }

  static ListShareGroupOffsetsResult listShareGroupOffsets(
      Map<String, KafkaFuture<Map<TopicPartition, SharePartitionOffsetInfo>>> byGroup) {
    return new BarnabasShareOffsets(byGroup);
  }

  static AlterShareGroupOffsetsResult alterShareGroupOffsets(
      KafkaFuture<Map<TopicPartition, ApiException>> failures) {
    return new AlterShareGroupOffsetsResult(failures);
  }

  static DeleteShareGroupOffsetsResult deleteShareGroupOffsets(
      KafkaFuture<Map<String, ApiException>> failures, Set<String> topics) {
    return new DeleteShareGroupOffsetsResult(failures, topics);
  }

  static DeleteShareGroupsResult deleteShareGroups(Map<String, KafkaFuture<Void>> futures) {
    return new DeleteShareGroupsResult(futures);
  }

  static ListStreamsGroupOffsetsResult listStreamsGroupOffsets(
      ListConsumerGroupOffsetsResult offsets) {
    return new ListStreamsGroupOffsetsResult(offsets);
  }

  static AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(
      AlterConsumerGroupOffsetsResult altered) {
    return new AlterStreamsGroupOffsetsResult(altered);
  }

  static DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(
      DeleteConsumerGroupOffsetsResult deleted) {
    return new DeleteStreamsGroupOffsetsResult(deleted);
  }

  static DeleteStreamsGroupsResult deleteStreamsGroups(DeleteConsumerGroupsResult deleted) {
    return new DeleteStreamsGroupsResult(deleted);
  }

  static ListTransactionsResult listTransactions(
      KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> byBroker,
      KafkaFuture<Map<Integer, Collection<TransactionListing>>> all) {
    return new BarnabasTransactions(byBroker, all);
  }

  static DescribeTransactionsResult describeTransactions(
      Map<String, KafkaFuture<TransactionDescription>> byId) {
    return new BarnabasTransactionDescriptions(byId);
  }

  static DescribeProducersResult describeProducers(
      Map<TopicPartition, KafkaFuture<PartitionProducerState>> futures) {
    return new DescribeProducersResult(futures);
  }

  static AbortTransactionResult abortTransaction(Map<TopicPartition, KafkaFuture<Void>> futures) {
    return new AbortTransactionResult(futures);
  }

  static FenceProducersResult fenceProducers(
      Map<String, KafkaFuture<Long>> producerIds, Map<String, KafkaFuture<Short>> epochs) {
    return new BarnabasFencedProducers(producerIds, epochs);
  }

  static TerminateTransactionResult terminateTransaction(KafkaFuture<Void> future) {
    return new TerminateTransactionResult(future);
  }

  static DescribeAclsResult describeAcls(KafkaFuture<Collection<AclBinding>> future) {
    return new DescribeAclsResult(future);
  }

  static CreateAclsResult createAcls(Map<AclBinding, KafkaFuture<Void>> futures) {
    return new CreateAclsResult(futures);
  }

  static DeleteAclsResult deleteAcls(
      Map<AclBindingFilter, KafkaFuture<DeleteAclsResult.FilterResults>> futures) {
    return new DeleteAclsResult(futures);
  }

  static DeleteAclsResult.FilterResults filterResults(List<DeleteAclsResult.FilterResult> deleted) {
    return new DeleteAclsResult.FilterResults(deleted);
  }

  static DeleteAclsResult.FilterResult filterResult(AclBinding binding, ApiException failure) {
    return new DeleteAclsResult.FilterResult(binding, failure);
  }

  static DescribeFeaturesResult describeFeatures(KafkaFuture<FeatureMetadata> future) {
    return new DescribeFeaturesResult(future);
  }

  static UpdateFeaturesResult updateFeatures(Map<String, KafkaFuture<Void>> futures) {
    return new UpdateFeaturesResult(futures);
  }

  static DescribeMetadataQuorumResult describeMetadataQuorum(KafkaFuture<QuorumInfo> future) {
    return new DescribeMetadataQuorumResult(future);
  }

  static AddRaftVoterResult addRaftVoter(KafkaFuture<Void> future) {
    return new AddRaftVoterResult(future);
  }

  static RemoveRaftVoterResult removeRaftVoter(KafkaFuture<Void> future) {
    return new RemoveRaftVoterResult(future);
  }

  static UnregisterBrokerResult unregisterBroker(KafkaFuture<Void> future) {
    return new UnregisterBrokerResult(future);
  }

  static DescribeLogDirsResult describeLogDirs(
      Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> futures) {
    return new DescribeLogDirsResult(futures);
  }

  static DescribeReplicaLogDirsResult describeReplicaLogDirs(
      Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> futures) {
    return new DescribeReplicaLogDirsResult(futures);
  }

  static AlterReplicaLogDirsResult alterReplicaLogDirs(
      Map<TopicPartitionReplica, KafkaFuture<Void>> futures) {
    return new AlterReplicaLogDirsResult(futures);
  }

  static AlterPartitionReassignmentsResult alterPartitionReassignments(
      Map<TopicPartition, KafkaFuture<Void>> futures) {
    return new AlterPartitionReassignmentsResult(futures);
  }

  static ListPartitionReassignmentsResult listPartitionReassignments(
      KafkaFuture<Map<TopicPartition, PartitionReassignment>> future) {
    return new ListPartitionReassignmentsResult(future);
  }

  static ElectLeadersResult electLeaders(
      KafkaFuture<Map<TopicPartition, Optional<Throwable>>> future) {
    return new ElectLeadersResult(future);
  }

  static ListConfigResourcesResult listConfigResources(
      KafkaFuture<Collection<ConfigResource>> future) {
    return new ListConfigResourcesResult(future);
  }

  @SuppressWarnings({"deprecation", "removal"})
  static ListClientMetricsResourcesResult listClientMetricsResources(
      KafkaFuture<Collection<ClientMetricsResourceListing>> future) {
    return new ListClientMetricsResourcesResult(future);
  }

  static DescribeUserScramCredentialsResult describeScramCredentials(
      KafkaFuture<Map<UserScramCredentialsDescription, Optional<ApiException>>> outcomes) {
    return new BarnabasScramDescriptions(outcomes);
  }

  static CreateDelegationTokenResult createDelegationToken(KafkaFuture<DelegationToken> future) {
    return new CreateDelegationTokenResult(future);
  }

  static RenewDelegationTokenResult renewDelegationToken(KafkaFuture<Long> expiry) {
    return new RenewDelegationTokenResult(expiry);
  }

  static ExpireDelegationTokenResult expireDelegationToken(KafkaFuture<Long> expiry) {
    return new ExpireDelegationTokenResult(expiry);
  }

  static DescribeDelegationTokenResult describeDelegationTokens(
      KafkaFuture<List<DelegationToken>> future) {
    return new DescribeDelegationTokenResult(future);
  }

  static FeatureMetadata featureMetadata(
      Map<String, FinalizedVersionRange> finalized,
      Optional<Long> epoch,
      Map<String, SupportedVersionRange> supported) {
    return new FeatureMetadata(finalized, epoch, supported);
  }

  static QuorumInfo quorumInfo(
      int leaderId,
      long leaderEpoch,
      long highWatermark,
      List<QuorumInfo.ReplicaState> voters,
      List<QuorumInfo.ReplicaState> observers,
      Map<Integer, QuorumInfo.Node> nodes) {
    return new QuorumInfo(leaderId, leaderEpoch, highWatermark, voters, observers, nodes);
  }

  static QuorumInfo.ReplicaState quorumReplica(
      int replicaId,
      Uuid directoryId,
      long logEndOffset,
      OptionalLong lastFetchTimestamp,
      OptionalLong lastCaughtUpTimestamp) {
    return new QuorumInfo.ReplicaState(
        replicaId, directoryId, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp);
  }

  static QuorumInfo.Node quorumNode(int nodeId, List<RaftVoterEndpoint> endpoints) {
    return new QuorumInfo.Node(nodeId, endpoints);
  }

  static ReplicaLogDirInfo replicaLogDirInfo(
      String dir, long offsetLag, String futureDir, long futureOffsetLag) {
    return new ReplicaLogDirInfo(dir, offsetLag, futureDir, futureOffsetLag);
  }

  static long timestamp(OffsetSpec.TimestampSpec spec) {
    return spec.timestamp();
  }

  private BarnabasResults() {}
}
