package org.apache.kafka.clients.admin;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;

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

  static long timestamp(OffsetSpec.TimestampSpec spec) {
    return spec.timestamp();
  }

  private BarnabasResults() {}
}
