package io.barnabas.consumer;

import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.network.NetworkClient;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.network.retry.Call;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.MetadataRequest;
import io.barnabas.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.barnabas.protocol.message.MetadataResponse;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Asks for topics that the consumer need not hold. Polling thread only. */
final class TopicQueries {
  private final NetworkClient network;
  private final PollSignal signal;

  TopicQueries(NetworkClient network, PollSignal signal) {
    this.network = network;
    this.signal = signal;
  }

  /** Empty if there is no such topic. */
  List<PartitionInfo> partitionsFor(String topic, boolean mayCreate, Deadline deadline) {
    List<MetadataRequestTopic> asked = List.of(new MetadataRequestTopic().name(topic));
    return ask(asked, mayCreate, deadline).getOrDefault(topic, List.of());
  }

  Map<String, List<PartitionInfo>> listTopics(Deadline deadline) {
    return ask(null, false, deadline);
  }

  private Map<String, List<PartitionInfo>> ask(
      List<MetadataRequestTopic> topics, boolean mayCreate, Deadline deadline) {
    TopicCall call = new TopicCall(topics, mayCreate);
    CompletableFuture<MetadataResponse> answer = network.call(call, deadline.remainingMs());
    if (!signal.await(answer, deadline)) {
      throw new TimeoutException("Timeout expired while fetching topic metadata");
    }
    return read(PollSignal.valueOf(answer));
  }

  /**
   * @param topics null for all
   */
  private record TopicCall(List<MetadataRequestTopic> topics, boolean mayCreate)
      implements Call<MetadataResponse> {

    @Override
    public Route route() {
      return Route.anyBroker();
    }

    @Override
    public ApiRequest<MetadataResponse> request() {
      return new MetadataRequest()
          .topics(topics)
          .allowAutoTopicCreation(topics == null || mayCreate);
    }

    @Override
    public ErrorCode errorOf(MetadataResponse response) {
      for (MetadataResponseTopic topic : response.topics()) {
        ErrorCode error = ErrorCode.forCode(topic.errorCode());
        // a missing topic is an answer; one that has no leader yet will have
        if (error == ErrorCode.LEADER_NOT_AVAILABLE) {
          return error;
        }
      }
      return ErrorCode.NONE;
    }
  }

  private static Map<String, List<PartitionInfo>> read(MetadataResponse response) {
    Map<Integer, Node> nodes = new HashMap<>();
    for (MetadataResponseBroker broker : response.brokers()) {
      nodes.put(
          broker.nodeId(), new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack()));
    }
    Map<String, List<PartitionInfo>> topics = new HashMap<>();
    for (MetadataResponseTopic topic : response.topics()) {
      ErrorCode error = ErrorCode.forCode(topic.errorCode());
      if (error == ErrorCode.NONE) {
        topics.put(topic.name(), partitions(topic, nodes));
      } else if (error != ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
        throw failure(topic.name(), error);
      }
    }
    return topics;
  }

  private static RuntimeException failure(String topic, ErrorCode error) {
    return switch (error) {
      case TOPIC_AUTHORIZATION_FAILED -> new TopicAuthorizationException(Set.of(topic));
      case INVALID_TOPIC_EXCEPTION -> new InvalidTopicException("Topic '" + topic + "' is invalid");
      default ->
          new KafkaException(
              "Unexpected error fetching metadata for topic " + topic, ErrorExceptions.of(error));
    };
  }

  private static List<PartitionInfo> partitions(
      MetadataResponseTopic topic, Map<Integer, Node> nodes) {
    List<PartitionInfo> partitions = new ArrayList<>();
    for (MetadataResponsePartition p : topic.partitions()) {
      partitions.add(
          new PartitionInfo(
              topic.name(),
              p.partitionIndex(),
              nodes.get(p.leaderId()),
              nodesOf(p.replicaNodes(), nodes),
              nodesOf(p.isrNodes(), nodes),
              nodesOf(p.offlineReplicas(), nodes)));
    }
    return partitions;
  }

  private static Node[] nodesOf(List<Integer> ids, Map<Integer, Node> nodes) {
    return ids.stream()
        .map(id -> nodes.getOrDefault(id, new Node(id, "", -1)))
        .toArray(Node[]::new);
  }
}
