package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeTopicPartitionsRequest;
import io.barnabas.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import io.barnabas.protocol.message.DescribeTopicPartitionsResponse;
import io.barnabas.protocol.message.DescribeTopicPartitionsResponse.Cursor;
import io.barnabas.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition;
import io.barnabas.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ApiException;

/**
 * Describes topics by name, page by page (KIP-966): an answer that is full names the topic and
 * partition to go on with. Brokers before 3.8 are asked for their metadata instead.
 */
public final class DescribeTopics
    implements Operation<String, TopicDescription, DescribeTopicPartitionsResponse> {

  private final DescribeTopicsOptions options;
  private final Metadata metadata;

  /** The partitions of topics that were cut off by the end of a page. */
  private final Map<String, List<TopicPartitionInfo>> earlierPages = new HashMap<>();

  /** Where the next page begins; null for the first one. */
  private Cursor next;

  public DescribeTopics(DescribeTopicsOptions options, Metadata metadata) {
    this.options = options;
    this.metadata = metadata;
  }

  @Override
  public String name() {
    return "describeTopics";
  }

  @Override
  public ApiException refusal(String name) {
    return TopicNames.refusal(name);
  }

  @Override
  public Route route(String name) {
    return Route.anyBroker();
  }

  /** The answer speaks of brokers by their ids only. */
  @Override
  public boolean wantsFreshBrokers() {
    return true;
  }

  @Override
  public ApiRequest<DescribeTopicPartitionsResponse> request(List<String> names, int timeoutMs) {
    var request =
        new DescribeTopicPartitionsRequest()
            .topics(names.stream().sorted().map(name -> new TopicRequest().name(name)).toList())
            .responsePartitionLimit(options.partitionSizeLimitPerResponse());
    if (next != null) {
      request.cursor(
          new DescribeTopicPartitionsRequest.Cursor()
              .topicName(next.topicName())
              .partitionIndex(next.partitionIndex()));
    }
    return request;
  }

  @Override
  public void read(
      DescribeTopicPartitionsResponse response, Items<String, TopicDescription> items) {
    next = response.nextCursor();
    Brokers brokers = new Brokers(metadata.snapshot().brokers());
    for (DescribeTopicPartitionsResponseTopic topic : response.topics()) {
      readTopic(topic, brokers, items);
    }
    if (next != null) {
      items.all().forEach(items::askOn);
    }
  }

  private void readTopic(
      DescribeTopicPartitionsResponseTopic topic,
      Brokers brokers,
      Items<String, TopicDescription> items) {
    ErrorCode error = ErrorCode.forCode(topic.errorCode());
    if (error != ErrorCode.NONE) {
      items.fail(topic.name(), error, null);
      return;
    }
    List<TopicPartitionInfo> pages =
        earlierPages.computeIfAbsent(topic.name(), name -> new ArrayList<>());
    topic.partitions().forEach(partition -> pages.add(info(partition, brokers)));
    if (next == null || !next.topicName().equals(topic.name())) {
      items.complete(topic.name(), description(topic, pages));
    }
  }

  private static TopicPartitionInfo info(
      DescribeTopicPartitionsResponsePartition partition, Brokers brokers) {
    return new TopicPartitionInfo(
        partition.partitionIndex(),
        brokers.broker(partition.leaderId()),
        brokers.replicas(partition.replicaNodes()),
        brokers.replicas(partition.isrNodes()),
        brokers.replicasIfTold(partition.eligibleLeaderReplicas()),
        brokers.replicasIfTold(partition.lastKnownElr()));
  }

  private TopicDescription description(
      DescribeTopicPartitionsResponseTopic topic, List<TopicPartitionInfo> partitions) {
    Set<AclOperation> authorized =
        options.includeAuthorizedOperations()
            ? AuthorizedOperations.of(topic.topicAuthorizedOperations())
            : null;
    return new TopicDescription(
        topic.name(), topic.isInternal(), partitions, authorized, TopicIds.of(topic.topicId()));
  }

  @Override
  public Operation<String, TopicDescription, ?> fallback() {
    return DescribeTopicsByMetadata.byName(options);
  }
}
