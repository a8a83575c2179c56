package io.barnabas.producer.model;

import io.barnabas.network.cluster.KnownNodes;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.cluster.TopicInterest;
import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.network.loop.EventLoop;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.producer.delivery.ReadyRequests;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.message.MetadataResponse;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.Node;

/** What the producer knows of the cluster: as old as its last update, or the last hint. */
final class ModelMetadata {
  static final String TOPIC = "t";

  /** After every back-off. */
  private static final long LATE_MS = Long.MAX_VALUE / 2;

  final KnownNodes nodes = new KnownNodes(List.of(new Node(-1, "localhost", 9092)));
  final Metadata metadata;

  private final ModelCluster cluster;

  ModelMetadata(ClientSettings settings, ModelCluster cluster, EventLoop loop) {
    this.cluster = cluster;
    metadata = new Metadata(settings, nodes, new Source(), loop);
    metadata.interest(
        new TopicInterest() {
          @Override
          public boolean allowAutoTopicCreation() {
            return false;
          }

          @Override
          public Collection<String> topics(long nowMs) {
            return List.of(TOPIC);
          }
        });
    update();
  }

  /** An answer of the cluster. */
  void update() {
    metadata.requestRefresh();
    metadata.poll(LATE_MS);
  }

  MetadataSnapshot snapshot() {
    return metadata.snapshot();
  }

  private MetadataResponse describe() {
    List<MetadataResponseBroker> brokers =
        IntStream.rangeClosed(1, ModelCluster.NODES)
            .mapToObj(id -> new MetadataResponseBroker().nodeId(id).host("b" + id).port(9092))
            .toList();
    List<MetadataResponsePartition> partitions =
        IntStream.range(0, cluster.leaders.length)
            .mapToObj(
                index ->
                    new MetadataResponsePartition()
                        .partitionIndex(index)
                        .leaderId(cluster.leaders[index])
                        .leaderEpoch(cluster.epochs[index]))
            .toList();
    return new MetadataResponse()
        .clusterId("cluster")
        .controllerId(1)
        .brokers(brokers)
        .topics(
            List.of(
                new MetadataResponseTopic()
                    .name(TOPIC)
                    .topicId(cluster.topicId())
                    .partitions(partitions)));
  }

  /** Answers at once. */
  private final class Source extends ReadyRequests {
    @Override
    @SuppressWarnings("unchecked")
    public <R extends ApiMessage> void send(
        int nodeId,
        Lane lane,
        ApiRequest<R> request,
        short maxVersion,
        long timeoutMs,
        ResponseHandler<R> handler) {
      request.write(new ByteWriter(), maxVersion);
      handler.onResponse((R) describe());
    }
  }
}
