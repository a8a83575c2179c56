package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Which of the user's classes hear of the cluster's id: the same as with kafka-clients. */
class ClusterListenersTest {
  private static final int LISTENERS = 4;
  private static final Set<String> HEARD = new ConcurrentSkipListSet<>();

  private static void heard(Object listener, ClusterResource cluster) {
    HEARD.add(listener.getClass().getSimpleName() + " of " + cluster.clusterId());
  }

  /** Made by the configuration. */
  public static final class KeyReader extends StringDeserializer
      implements ClusterResourceListener {
    @Override
    public void onUpdate(ClusterResource cluster) {
      heard(this, cluster);
    }
  }

  /** Made by the configuration. */
  public static final class ValueReader extends StringDeserializer
      implements ClusterResourceListener {
    @Override
    public void onUpdate(ClusterResource cluster) {
      heard(this, cluster);
    }
  }

  /** Made by the configuration. */
  public static final class Interceptor
      implements ConsumerInterceptor<String, String>, ClusterResourceListener {
    @Override
    public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void onUpdate(ClusterResource cluster) {
      heard(this, cluster);
    }
  }

  /** Made by the configuration. */
  public static final class Reporter implements MetricsReporter, ClusterResourceListener {
    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricChange(KafkaMetric metric) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void onUpdate(ClusterResource cluster) {
      heard(this, cluster);
    }
  }

  private static Set<String> heardWith(
      Function<Map<String, Object>, Consumer<String, String>> maker) {
    Map<String, Object> config =
        Records.consumerConfig(KafkaCluster.shared().bootstrapServers(), null);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, KeyReader.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ValueReader.class);
    config.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, Interceptor.class.getName());
    config.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, Reporter.class.getName());
    HEARD.clear();
    try (Consumer<String, String> consumer = maker.apply(config)) {
      consumer.listTopics();
      consumer.assign(List.of(new TopicPartition("cluster-listeners", 0)));
      for (int i = 0; HEARD.size() < LISTENERS && i < 100; i++) {
        consumer.poll(Duration.ofMillis(100));
      }
    }
    return Set.copyOf(HEARD);
  }

  @Test
  void theSameClassesHearOfTheCluster() {
    Set<String> theirs = heardWith(KafkaConsumer::new);
    assertEquals(LISTENERS, theirs.size(), theirs.toString());
    assertEquals(theirs, heardWith(BarnabasConsumer::new));
  }
}
