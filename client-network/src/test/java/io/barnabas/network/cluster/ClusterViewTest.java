package io.barnabas.network.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.barnabas.protocol.io.ByteReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.MetadataResponse;
import org.junit.jupiter.api.Test;

/** The same answer, read by kafka-clients and by us, gives the same {@link Cluster}. */
class ClusterViewTest {

  private static final short VERSION = 13;

  private static MetadataResponseData answer() {
    MetadataResponseData data =
        new MetadataResponseData().setClusterId("c").setControllerId(2).setThrottleTimeMs(0);
    data.brokers().add(new MetadataResponseBroker().setNodeId(1).setHost("h1").setPort(1));
    data.brokers()
        .add(new MetadataResponseBroker().setNodeId(2).setHost("h2").setPort(2).setRack("r"));
    data.topics()
        .add(
            new MetadataResponseTopic()
                .setName("t")
                .setTopicId(new Uuid(1, 2))
                .setPartitions(List.of(partition(1, 2), partition(0, 1), partition(2, -1))));
    data.topics()
        .add(
            new MetadataResponseTopic()
                .setName("__internal")
                .setIsInternal(true)
                .setTopicId(new Uuid(1, 3))
                .setPartitions(List.of(partition(0, 2))));
    data.topics().add(failed("secret", Errors.TOPIC_AUTHORIZATION_FAILED));
    data.topics().add(failed("in valid", Errors.INVALID_TOPIC_EXCEPTION));
    return data;
  }

  private static MetadataResponsePartition partition(int index, int leader) {
    return new MetadataResponsePartition()
        .setPartitionIndex(index)
        .setLeaderId(leader)
        .setLeaderEpoch(4)
        .setReplicaNodes(List.of(1, 2, 9))
        .setIsrNodes(List.of(1))
        .setOfflineReplicas(List.of(9));
  }

  private static MetadataResponseTopic failed(String name, Errors error) {
    return new MetadataResponseTopic().setName(name).setErrorCode(error.code());
  }

  @Test
  void isTheClusterThatKafkaClientsSees() {
    MetadataResponseData data = answer();
    ByteBufferAccessor bytes = MessageUtil.toByteBufferAccessor(data, VERSION);
    ByteBuffer buffer = bytes.buffer();
    io.barnabas.protocol.message.MetadataResponse read =
        new io.barnabas.protocol.message.MetadataResponse();
    read.read(new ByteReader(buffer), VERSION);

    MetadataSnapshot view =
        new MetadataMerge(MetadataSnapshot.EMPTY, new LeaderEpochs(), true, part -> {})
            .merge(read, Set.of());
    Cluster theirs = new MetadataResponse(data, VERSION).buildCluster();
    Cluster ours = view.toCluster();

    assertEquals(Set.copyOf(theirs.nodes()), Set.copyOf(ours.nodes()));
    assertEquals(theirs.clusterResource(), ours.clusterResource());
    assertEquals(theirs.controller(), ours.controller());
    assertEquals(theirs.topics(), ours.topics());
    assertEquals(theirs.internalTopics(), ours.internalTopics());
    assertEquals(theirs.unauthorizedTopics(), ours.unauthorizedTopics());
    assertEquals(theirs.invalidTopics(), ours.invalidTopics());
    assertEquals(theirs.topicId("t"), ours.topicId("t"));
    for (int partition = 0; partition < 3; partition++) {
      var tp = new org.apache.kafka.common.TopicPartition("t", partition);
      assertEquals(theirs.partition(tp).toString(), ours.partition(tp).toString());
    }
    assertEquals(
        theirs.availablePartitionsForTopic("t").size(),
        ours.availablePartitionsForTopic("t").size());
    assertSame(ours, view.toCluster(), "built once");
  }
}
