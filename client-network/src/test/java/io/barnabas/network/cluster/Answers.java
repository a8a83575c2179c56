package io.barnabas.network.cluster;

import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.MetadataResponse;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Metadata answers in few words. */
public final class Answers {

  public static MetadataResponse cluster(int... brokers) {
    List<MetadataResponseBroker> list = new ArrayList<>();
    for (int id : brokers) {
      list.add(broker(id, "host" + id, 9092));
    }
    return new MetadataResponse()
        .clusterId("cluster")
        .controllerId(brokers.length == 0 ? -1 : brokers[0])
        .brokers(list)
        .topics(new ArrayList<>());
  }

  public static MetadataResponseBroker broker(int id, String host, int port) {
    return new MetadataResponseBroker().nodeId(id).host(host).port(port);
  }

  public static MetadataResponseTopic topic(
      String name, UUID id, MetadataResponsePartition... partitions) {
    return new MetadataResponseTopic().name(name).topicId(id).partitions(List.of(partitions));
  }

  public static MetadataResponseTopic failed(String name, ErrorCode error) {
    return new MetadataResponseTopic()
        .name(name)
        .topicId(ApiMessage.ZERO_UUID)
        .errorCode(error.code())
        .partitions(List.of());
  }

  public static MetadataResponsePartition partition(int index, int leader, int epoch) {
    return new MetadataResponsePartition()
        .partitionIndex(index)
        .leaderId(leader)
        .leaderEpoch(epoch)
        .replicaNodes(List.of(leader))
        .isrNodes(List.of(leader))
        .offlineReplicas(List.of());
  }

  public static MetadataResponse with(MetadataResponse response, MetadataResponseTopic... topics) {
    List<MetadataResponseTopic> all = new ArrayList<>(response.topics());
    all.addAll(List.of(topics));
    return response.topics(all);
  }

  private Answers() {}
}
