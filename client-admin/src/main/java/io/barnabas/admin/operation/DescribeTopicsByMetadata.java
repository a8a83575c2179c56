package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.MetadataRequest;
import io.barnabas.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.barnabas.protocol.message.MetadataResponse;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;

/**
 * Describes topics out of the metadata: by id, and by name where the broker knows no better way.
 *
 * @param <K> a name or an id
 */
public final class DescribeTopicsByMetadata<K>
    implements Operation<K, TopicDescription, MetadataResponse> {

  private final Function<K, ApiException> refusal;
  private final Function<K, MetadataRequestTopic> asked;
  private final Function<MetadataResponseTopic, K> answered;
  private final DescribeTopicsOptions options;

  private DescribeTopicsByMetadata(
      Function<K, ApiException> refusal,
      Function<K, MetadataRequestTopic> asked,
      Function<MetadataResponseTopic, K> answered,
      DescribeTopicsOptions options) {
    this.refusal = refusal;
    this.asked = asked;
    this.answered = answered;
    this.options = options;
  }

  static DescribeTopicsByMetadata<String> byName(DescribeTopicsOptions options) {
    return new DescribeTopicsByMetadata<>(
        TopicNames::refusal,
        name -> new MetadataRequestTopic().name(name),
        MetadataResponseTopic::name,
        options);
  }

  public static DescribeTopicsByMetadata<Uuid> byId(DescribeTopicsOptions options) {
    return new DescribeTopicsByMetadata<>(
        id -> TopicIds.refusal("id", id),
        id -> new MetadataRequestTopic().topicId(TopicIds.of(id)).name(null),
        topic -> TopicIds.of(topic.topicId()),
        options);
  }

  @Override
  public String name() {
    return "describeTopics";
  }

  @Override
  public ApiException refusal(K topic) {
    return refusal.apply(topic);
  }

  @Override
  public Route route(K topic) {
    return Route.anyBroker();
  }

  @Override
  public ApiRequest<MetadataResponse> request(List<K> topics, int timeoutMs) {
    return new MetadataRequest()
        .topics(topics.stream().map(asked).toList())
        .allowAutoTopicCreation(false)
        .includeTopicAuthorizedOperations(options.includeAuthorizedOperations());
  }

  @Override
  public void read(MetadataResponse response, Items<K, TopicDescription> items) {
    Brokers brokers = Brokers.of(response);
    for (MetadataResponseTopic topic : response.topics()) {
      ErrorCode error = ErrorCode.forCode(topic.errorCode());
      K key = answered.apply(topic);
      switch (error) {
        case NONE -> items.complete(key, description(topic, brokers));
        case UNKNOWN_TOPIC_ID -> items.fail(key, error, "TopicId " + key + " not found.");
        default -> items.fail(key, error, null);
      }
    }
  }

  private static TopicDescription description(MetadataResponseTopic topic, Brokers brokers) {
    List<TopicPartitionInfo> partitions =
        topic.partitions().stream()
            .sorted(Comparator.comparingInt(MetadataResponsePartition::partitionIndex))
            .map(partition -> info(partition, brokers))
            .toList();
    return new TopicDescription(
        topic.name(),
        topic.isInternal(),
        partitions,
        AuthorizedOperations.of(topic.topicAuthorizedOperations()),
        TopicIds.of(topic.topicId()));
  }

  private static TopicPartitionInfo info(MetadataResponsePartition partition, Brokers brokers) {
    return new TopicPartitionInfo(
        partition.partitionIndex(),
        brokers.broker(partition.leaderId()),
        brokers.replicas(partition.replicaNodes()),
        brokers.replicas(partition.isrNodes()));
  }
}
