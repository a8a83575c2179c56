package io.barnabas.benchmarks.broker;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.message.ApiVersionsResponse;
import io.barnabas.protocol.message.ApiVersionsResponse.ApiVersion;
import io.barnabas.protocol.message.ConsumerGroupHeartbeatRequest;
import io.barnabas.protocol.message.FindCoordinatorRequest;
import io.barnabas.protocol.message.InitProducerIdResponse;
import io.barnabas.protocol.message.ListOffsetsRequest;
import io.barnabas.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.barnabas.protocol.message.ListOffsetsResponse;
import io.barnabas.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.barnabas.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import io.barnabas.protocol.message.MetadataRequest;
import io.barnabas.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.barnabas.protocol.message.MetadataResponse;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseTopic;
import io.barnabas.protocol.message.OffsetCommitRequest;
import io.barnabas.protocol.message.OffsetFetchRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The answers that come too seldom to cost anything. Sink thread only. */
final class RareAnswers {

  /**
   * Lowest and highest version. Those of Produce and Fetch know topics by id alone, those of
   * offsets by name.
   */
  private record Versions(int lowest, int highest) {}

  private static final Map<ApiKey, Versions> APIS =
      Map.of(
          ApiKey.PRODUCE, new Versions(13, 13),
          ApiKey.FETCH, new Versions(15, 17),
          ApiKey.LIST_OFFSETS, new Versions(1, 10),
          ApiKey.METADATA, new Versions(9, 13),
          ApiKey.API_VERSIONS, new Versions(0, 4),
          ApiKey.INIT_PRODUCER_ID, new Versions(0, 5),
          ApiKey.FIND_COORDINATOR, new Versions(4, 6),
          ApiKey.CONSUMER_GROUP_HEARTBEAT, new Versions(1, 1),
          ApiKey.OFFSET_FETCH, new Versions(9, 9),
          ApiKey.OFFSET_COMMIT, new Versions(9, 9));

  private static final int NODE = 1;
  private static final List<Integer> REPLICAS = List.of(NODE);

  private final SinkTopic topic;
  private final String host;
  private final int port;
  private final GroupAnswers groups;
  private long nextProducerId = 1;

  RareAnswers(SinkTopic topic, String host, int port) {
    this.topic = topic;
    this.host = host;
    this.port = port;
    this.groups = new GroupAnswers(topic, NODE, host, port);
  }

  /** Whether the table of {@link #apiVersions} has it. */
  static boolean speaks(ApiKey api, short version) {
    Versions versions = APIS.get(api);
    return versions != null && version >= versions.lowest && version <= versions.highest;
  }

  ApiMessage answer(ApiKey api, short version, ByteReader in) {
    return switch (api) {
      case API_VERSIONS -> apiVersions(ErrorCode.NONE);
      case METADATA -> metadata(new MetadataRequest(in, version));
      case INIT_PRODUCER_ID -> new InitProducerIdResponse().producerId(nextProducerId++);
      case LIST_OFFSETS -> listOffsets(new ListOffsetsRequest(in, version));
      case FIND_COORDINATOR -> groups.coordinators(new FindCoordinatorRequest(in, version));
      case CONSUMER_GROUP_HEARTBEAT ->
          groups.heartbeat(new ConsumerGroupHeartbeatRequest(in, version));
      case OFFSET_FETCH -> groups.committed(new OffsetFetchRequest(in, version));
      case OFFSET_COMMIT -> groups.commit(new OffsetCommitRequest(in, version));
      default -> throw new IllegalStateException("no answer to " + api);
    };
  }

  ApiVersionsResponse apiVersions(ErrorCode error) {
    List<ApiVersion> table =
        APIS.entrySet().stream()
            .map(
                api ->
                    new ApiVersion()
                        .apiKey(api.getKey().id())
                        .minVersion((short) api.getValue().lowest)
                        .maxVersion((short) api.getValue().highest))
            .toList();
    return new ApiVersionsResponse().errorCode(error.code()).apiKeys(table);
  }

  private MetadataResponse metadata(MetadataRequest request) {
    List<MetadataResponseTopic> topics =
        request.topics() == null
            ? List.of(describe())
            : request.topics().stream().map(this::describe).toList();
    return new MetadataResponse()
        .brokers(List.of(new MetadataResponseBroker().nodeId(NODE).host(host).port(port)))
        .clusterId("sink")
        .controllerId(NODE)
        .topics(topics);
  }

  private MetadataResponseTopic describe(MetadataRequestTopic asked) {
    boolean known =
        asked.name() == null
            ? topic.id().equals(asked.topicId())
            : topic.name().equals(asked.name());
    return known
        ? describe()
        : new MetadataResponseTopic()
            .name(asked.name())
            .topicId(asked.topicId())
            .errorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
  }

  private MetadataResponseTopic describe() {
    List<MetadataResponsePartition> partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(
                partition ->
                    new MetadataResponsePartition()
                        .partitionIndex(partition)
                        .leaderId(NODE)
                        .leaderEpoch(0)
                        .replicaNodes(REPLICAS)
                        .isrNodes(REPLICAS))
            .toList();
    return new MetadataResponseTopic()
        .name(topic.name())
        .topicId(topic.id())
        .partitions(partitions);
  }

  /** Every partition begins at 0, and there is no end to it. */
  private static ListOffsetsResponse listOffsets(ListOffsetsRequest request) {
    return new ListOffsetsResponse()
        .topics(request.topics().stream().map(RareAnswers::beginning).toList());
  }

  private static ListOffsetsTopicResponse beginning(ListOffsetsTopic topic) {
    return new ListOffsetsTopicResponse()
        .name(topic.name())
        .partitions(
            topic.partitions().stream()
                .map(
                    asked ->
                        new ListOffsetsPartitionResponse()
                            .partitionIndex(asked.partitionIndex())
                            .offset(0))
                .toList());
  }
}
