package io.barnabas.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.producer.BarnabasProducer;
import io.barnabas.testkit.KafkaCluster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class VipPartitionerTest {
  private static final int RECORDS = 80;

  @Test
  void theVipHasEightOfTenPartitionsAndTheOthersTwo() {
    try (VipPartitioner partitioner = partitioner(Map.of())) {
      int[] vip = new int[10];
      int[] others = new int[10];
      for (int i = 0; i < RECORDS; i++) {
        vip[partition(partitioner, "vip", 10)]++;
        others[partition(partitioner, "customer-" + i, 10)]++;
      }
      assertTrue(Arrays.stream(vip, 0, 8).allMatch(count -> count == RECORDS / 8), "evenly");
      assertEquals(RECORDS, others[8] + others[9]);
      assertTrue(others[8] > 0 && others[9] > 0);
      assertEquals(
          partition(partitioner, "customer-1", 10), partition(partitioner, "customer-1", 10));
      assertTrue(partition(partitioner, null, 10) >= 8);
    }
  }

  @Test
  void bothHaveAPartitionWheneverThereAreTwo() {
    try (VipPartitioner partitioner = partitioner(Map.of(VipPartitioner.SHARE, "1"))) {
      assertEquals(0, partition(partitioner, "vip", 1));
      assertEquals(0, partition(partitioner, "other", 1));
      assertEquals(0, partition(partitioner, "vip", 2));
      assertEquals(1, partition(partitioner, "other", 2));
    }
  }

  @Test
  void theShareIsAPart() {
    assertThrows(ConfigException.class, () -> partitioner(Map.of(VipPartitioner.SHARE, 2)));
  }

  @Test
  void aProducerUsesIt() throws Exception {
    KafkaCluster.shared().createTopic("vip", 10);
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            KafkaCluster.shared().bootstrapServers(),
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            VipPartitioner.class,
            VipPartitioner.KEY,
            "vip");
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (Producer<String, String> producer =
        new BarnabasProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < 10; i++) {
        sent.add(producer.send(new ProducerRecord<>("vip", "vip", "v")));
      }
    }
    for (int i = 0; i < 10; i++) {
      assertEquals(i % 8, sent.get(i).get().partition());
    }
  }

  private static VipPartitioner partitioner(Map<String, Object> options) {
    VipPartitioner partitioner = new VipPartitioner();
    Map<String, Object> configs = new HashMap<>(options);
    configs.put(VipPartitioner.KEY, "vip");
    partitioner.configure(configs);
    return partitioner;
  }

  private static int partition(VipPartitioner partitioner, String key, int partitions) {
    Node node = new Node(1, "localhost", 9092);
    List<PartitionInfo> all =
        IntStream.range(0, partitions)
            .mapToObj(each -> new PartitionInfo("t", each, node, null, null))
            .toList();
    Cluster cluster = new Cluster("c", List.of(node), all, Set.of(), Set.of());
    byte[] bytes = key == null ? null : key.getBytes(UTF_8);
    return partitioner.partition("t", key, bytes, null, null, cluster);
  }
}
