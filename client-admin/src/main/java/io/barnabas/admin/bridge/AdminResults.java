package io.barnabas.admin.bridge;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionResult;
import org.apache.kafka.clients.admin.AddRaftVoterResult;
import org.apache.kafka.clients.admin.AlterConfigsResult;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.AlterPartitionReassignmentsResult;
import org.apache.kafka.clients.admin.AlterReplicaLogDirsResult;
import org.apache.kafka.clients.admin.AlterShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.AlterStreamsGroupOffsetsResult;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateAclsResult;
import org.apache.kafka.clients.admin.CreateDelegationTokenResult;
import org.apache.kafka.clients.admin.CreatePartitionsResult;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import org.apache.kafka.clients.admin.DeleteAclsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupsResult;
import org.apache.kafka.clients.admin.DeleteShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteShareGroupsResult;
import org.apache.kafka.clients.admin.DeleteStreamsGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteStreamsGroupsResult;
import org.apache.kafka.clients.admin.DeleteTopicsResult;
import org.apache.kafka.clients.admin.DescribeAclsResult;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeDelegationTokenResult;
import org.apache.kafka.clients.admin.DescribeFeaturesResult;
import org.apache.kafka.clients.admin.DescribeLogDirsResult;
import org.apache.kafka.clients.admin.DescribeMetadataQuorumResult;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.DescribeReplicaLogDirsResult;
import org.apache.kafka.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.DescribeUserScramCredentialsResult;
import org.apache.kafka.clients.admin.ElectLeadersResult;
import org.apache.kafka.clients.admin.ExpireDelegationTokenResult;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FenceProducersResult;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListConfigResourcesResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListGroupsResult;
import org.apache.kafka.clients.admin.ListPartitionReassignmentsResult;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsResult;
import org.apache.kafka.clients.admin.ListTransactionsResult;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.RaftVoterEndpoint;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupResult;
import org.apache.kafka.clients.admin.RemoveRaftVoterResult;
import org.apache.kafka.clients.admin.RenewDelegationTokenResult;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.apache.kafka.clients.admin.TerminateTransactionResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.UnregisterBrokerResult;
import org.apache.kafka.clients.admin.UpdateFeaturesResult;
import org.apache.kafka.clients.admin.UserScramCredentialsDescription;
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
 * Everything of package {@code org.apache.kafka.clients.admin} that a caller outside of it cannot
 * reach. Each method stands for the static method of the same name and types of {@code
 * BarnabasResults} in {@code src/bridge/java}; {@link Bridge} pairs them, and fails at once if one
 * has no partner.
 */
public interface AdminResults {

  /** The one instance, built when first asked for. */
  static AdminResults get() {
    return Bridge.RESULTS;
  }

  CreateTopicsResult createTopics(Map<String, KafkaFuture<TopicMetadataAndConfig>> futures);

  DeleteTopicsResult deleteTopicsByName(Map<String, KafkaFuture<Void>> futures);

  DeleteTopicsResult deleteTopicsById(Map<Uuid, KafkaFuture<Void>> futures);

  ListTopicsResult listTopics(KafkaFuture<Map<String, TopicListing>> future);

  DescribeTopicsResult describeTopicsByName(Map<String, KafkaFuture<TopicDescription>> futures);

  DescribeTopicsResult describeTopicsById(Map<Uuid, KafkaFuture<TopicDescription>> futures);

  CreatePartitionsResult createPartitions(Map<String, KafkaFuture<Void>> futures);

  DescribeClusterResult describeCluster(
      KafkaFuture<Collection<Node>> nodes,
      KafkaFuture<Node> controller,
      KafkaFuture<String> clusterId,
      KafkaFuture<Set<AclOperation>> authorizedOperations);

  DescribeConfigsResult describeConfigs(Map<ConfigResource, KafkaFuture<Config>> futures);

  AlterConfigsResult alterConfigs(Map<ConfigResource, KafkaFuture<Void>> futures);

  ConfigEntry.ConfigSynonym configSynonym(
      String name, String value, ConfigEntry.ConfigSource source);

  /**
   * @param listingsAndErrors a {@code GroupListing} or a {@code Throwable} each
   */
  ListGroupsResult listGroups(KafkaFuture<Collection<Object>> listingsAndErrors);

  /**
   * @param listingsAndErrors a {@code ConsumerGroupListing} or a {@code Throwable} each
   */
  @SuppressWarnings({"deprecation", "removal"})
  org.apache.kafka.clients.admin.ListConsumerGroupsResult listConsumerGroups(
      KafkaFuture<Collection<Object>> listingsAndErrors);

  DeleteConsumerGroupsResult deleteConsumerGroups(Map<String, KafkaFuture<Void>> futures);

  ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
      Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> byGroup);

  /**
   * @param failures for each partition the exception it failed with, or empty
   * @param all the outcome of them all together
   */
  AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
      KafkaFuture<Map<TopicPartition, Optional<ApiException>>> failures, KafkaFuture<Void> all);

  /**
   * @param failures for each partition the exception it failed with, or empty
   */
  DeleteConsumerGroupOffsetsResult deleteConsumerGroupOffsets(
      KafkaFuture<Map<TopicPartition, Optional<ApiException>>> failures,
      Set<TopicPartition> partitions);

  /**
   * @param failures for each instance id the exception it failed with, or empty
   * @param members what was asked for; empty for all of the group
   * @param everyone the outcome of the members all together
   */
  RemoveMembersFromConsumerGroupResult removeMembers(
      KafkaFuture<Map<String, Optional<ApiException>>> failures,
      Set<MemberToRemove> members,
      KafkaFuture<Void> everyone);

  ListShareGroupOffsetsResult listShareGroupOffsets(
      Map<String, KafkaFuture<Map<TopicPartition, SharePartitionOffsetInfo>>> byGroup);

  /**
   * @param failures for each partition the exception it failed with, or null
   */
  AlterShareGroupOffsetsResult alterShareGroupOffsets(
      KafkaFuture<Map<TopicPartition, ApiException>> failures);

  /**
   * @param failures for each topic the exception it failed with, or null
   */
  DeleteShareGroupOffsetsResult deleteShareGroupOffsets(
      KafkaFuture<Map<String, ApiException>> failures, Set<String> topics);

  DeleteShareGroupsResult deleteShareGroups(Map<String, KafkaFuture<Void>> futures);

  ListStreamsGroupOffsetsResult listStreamsGroupOffsets(ListConsumerGroupOffsetsResult offsets);

  AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(AlterConsumerGroupOffsetsResult altered);

  DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(
      DeleteConsumerGroupOffsetsResult deleted);

  DeleteStreamsGroupsResult deleteStreamsGroups(DeleteConsumerGroupsResult deleted);

  /**
   * @param all what {@code byBroker} comes to, or the failure of one
   */
  ListTransactionsResult listTransactions(
      KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> byBroker,
      KafkaFuture<Map<Integer, Collection<TransactionListing>>> all);

  DescribeTransactionsResult describeTransactions(
      Map<String, KafkaFuture<TransactionDescription>> byId);

  DescribeProducersResult describeProducers(
      Map<TopicPartition, KafkaFuture<PartitionProducerState>> futures);

  AbortTransactionResult abortTransaction(Map<TopicPartition, KafkaFuture<Void>> futures);

  FenceProducersResult fenceProducers(
      Map<String, KafkaFuture<Long>> producerIds, Map<String, KafkaFuture<Short>> epochs);

  TerminateTransactionResult terminateTransaction(KafkaFuture<Void> future);

  DescribeAclsResult describeAcls(KafkaFuture<Collection<AclBinding>> future);

  CreateAclsResult createAcls(Map<AclBinding, KafkaFuture<Void>> futures);

  DeleteAclsResult deleteAcls(
      Map<AclBindingFilter, KafkaFuture<DeleteAclsResult.FilterResults>> futures);

  DeleteAclsResult.FilterResults filterResults(List<DeleteAclsResult.FilterResult> deleted);

  /**
   * @param failure why the entry is still there, or null
   */
  DeleteAclsResult.FilterResult filterResult(AclBinding binding, ApiException failure);

  DescribeFeaturesResult describeFeatures(KafkaFuture<FeatureMetadata> future);

  UpdateFeaturesResult updateFeatures(Map<String, KafkaFuture<Void>> futures);

  DescribeMetadataQuorumResult describeMetadataQuorum(KafkaFuture<QuorumInfo> future);

  AddRaftVoterResult addRaftVoter(KafkaFuture<Void> future);

  RemoveRaftVoterResult removeRaftVoter(KafkaFuture<Void> future);

  UnregisterBrokerResult unregisterBroker(KafkaFuture<Void> future);

  DescribeLogDirsResult describeLogDirs(
      Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> futures);

  DescribeReplicaLogDirsResult describeReplicaLogDirs(
      Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> futures);

  AlterReplicaLogDirsResult alterReplicaLogDirs(
      Map<TopicPartitionReplica, KafkaFuture<Void>> futures);

  AlterPartitionReassignmentsResult alterPartitionReassignments(
      Map<TopicPartition, KafkaFuture<Void>> futures);

  ListPartitionReassignmentsResult listPartitionReassignments(
      KafkaFuture<Map<TopicPartition, PartitionReassignment>> future);

  ElectLeadersResult electLeaders(KafkaFuture<Map<TopicPartition, Optional<Throwable>>> future);

  ListConfigResourcesResult listConfigResources(KafkaFuture<Collection<ConfigResource>> future);

  @SuppressWarnings({"deprecation", "removal"})
  org.apache.kafka.clients.admin.ListClientMetricsResourcesResult listClientMetricsResources(
      KafkaFuture<Collection<org.apache.kafka.clients.admin.ClientMetricsResourceListing>> future);

  DescribeUserScramCredentialsResult describeScramCredentials(
      KafkaFuture<Map<UserScramCredentialsDescription, Optional<ApiException>>> outcomes);

  CreateDelegationTokenResult createDelegationToken(KafkaFuture<DelegationToken> future);

  RenewDelegationTokenResult renewDelegationToken(KafkaFuture<Long> expiry);

  ExpireDelegationTokenResult expireDelegationToken(KafkaFuture<Long> expiry);

  DescribeDelegationTokenResult describeDelegationTokens(KafkaFuture<List<DelegationToken>> future);

  FeatureMetadata featureMetadata(
      Map<String, FinalizedVersionRange> finalized,
      Optional<Long> epoch,
      Map<String, SupportedVersionRange> supported);

  QuorumInfo quorumInfo(
      int leaderId,
      long leaderEpoch,
      long highWatermark,
      List<QuorumInfo.ReplicaState> voters,
      List<QuorumInfo.ReplicaState> observers,
      Map<Integer, QuorumInfo.Node> nodes);

  QuorumInfo.ReplicaState quorumReplica(
      int replicaId,
      Uuid directoryId,
      long logEndOffset,
      OptionalLong lastFetchTimestamp,
      OptionalLong lastCaughtUpTimestamp);

  QuorumInfo.Node quorumNode(int nodeId, List<RaftVoterEndpoint> endpoints);

  ReplicaLogDirInfo replicaLogDirInfo(
      String dir, long offsetLag, String futureDir, long futureOffsetLag);

  long timestamp(OffsetSpec.TimestampSpec spec);
}
