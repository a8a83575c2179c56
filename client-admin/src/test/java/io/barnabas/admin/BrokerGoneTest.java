package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.config;
import static io.barnabas.admin.BothAdmins.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.testkit.KafkaCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Operations on three brokers, one of which is killed while they are under way. */
class BrokerGoneTest {

  private static final int PARTITIONS = 6;

  @Test
  void operationsFindTheirWayWhenALeaderIsKilled() throws Exception {
    try (KafkaCluster cluster =
            KafkaCluster.builder()
                .brokers(3)
                .setting("broker.session.timeout.ms", "3000")
                .setting("broker.heartbeat.interval.ms", "500")
                .start();
        BarnabasAdmin admin = BarnabasAdmin.create(config(cluster.bootstrapServers()))) {
      cluster.createTopic("t", PARTITIONS);
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      IntStream.range(0, PARTITIONS)
          .forEach(i -> latest.put(new TopicPartition("t", i), OffsetSpec.latest()));
      Map<TopicPartition, OffsetAndMetadata> committed =
          Map.of(new TopicPartition("t", 0), new OffsetAndMetadata(0));
      assertEquals(PARTITIONS, get(admin.listOffsets(latest).all()).size());
      get(admin.alterConsumerGroupOffsets("g", committed).all());

      cluster.kill(cluster.leader("t", 0));
      KafkaFuture<?> offsets = admin.listOffsets(latest).all();
      KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> ofGroup =
          admin.listConsumerGroupOffsets("g").partitionsToOffsetAndMetadata();
      KafkaFuture<Void> created =
          admin.createTopics(List.of(new NewTopic("u", 1, (short) 1))).all();

      get(offsets);
      assertEquals(committed, get(ofGroup));
      get(created);
      assertEquals(Set.of("t", "u"), get(admin.listTopics().names()));
    }
  }
}
