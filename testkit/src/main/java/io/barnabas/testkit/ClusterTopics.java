package io.barnabas.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/** Topics of a test cluster. Stateless. */
final class ClusterTopics {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private ClusterTopics() {}

  static void create(KafkaCluster cluster, String topic, int partitions) {
    short replicas = (short) Math.min(3, cluster.brokers().size());
    try (Admin admin = admin(cluster.bootstrapServers())) {
      get(admin.createTopics(List.of(new NewTopic(topic, partitions, replicas))).all());
    }
    for (KafkaBroker broker : cluster.brokers()) {
      if (broker.isRunning()) {
        awaitLeaders(broker, topic, partitions);
      }
    }
  }

  private static void awaitLeaders(KafkaBroker broker, String topic, int partitions) {
    Await.until(
        broker + " knows topic " + topic,
        LIMIT,
        () -> BrokerProbe.leaders(broker.port(), topic).size() == partitions);
  }

  /** As the first broker that answers knows it. */
  static int leader(KafkaCluster cluster, String topic, int partition) {
    for (KafkaBroker broker : cluster.brokers()) {
      try {
        Integer leader = BrokerProbe.leaders(broker.port(), topic).get(partition);
        if (leader != null) {
          return leader;
        }
      } catch (IOException ignored) {
        // Killed or paused; the next one may know.
      }
    }
    throw new IllegalStateException(topic + "-" + partition + " has no leader");
  }

  private static Admin admin(String bootstrapServers) {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for the broker");
    }
  }
}
