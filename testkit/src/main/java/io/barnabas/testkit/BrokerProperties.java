package io.barnabas.testkit;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The configuration of one broker of a test cluster: Kafka's defaults but for what makes tests
 * slow.
 */
final class BrokerProperties {
  /** Stands for the broker's own id in a setting. */
  private static final String ID = "{id}";

  private BrokerProperties() {}

  static Properties of(
      BrokerAddress self,
      Collection<BrokerAddress> all,
      Path dataFolder,
      Map<String, String> settings) {
    Properties properties = new Properties();
    identity(properties, self, all);
    properties.setProperty("log.dirs", dataFolder.toString());
    internalTopics(properties, all.size());
    quickGroups(properties);
    quickFailover(properties, all.size());
    smallProcess(properties);
    settings.forEach((key, value) -> properties.setProperty(key, value.replace(ID, id(self))));
    return properties;
  }

  private static void identity(
      Properties properties, BrokerAddress self, Collection<BrokerAddress> all) {
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", id(self));
    properties.setProperty(
        "controller.quorum.voters",
        all.stream()
            .map(each -> each.id() + "@" + BrokerAddress.HOST + ":" + each.controllerPort())
            .collect(Collectors.joining(",")));
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
    properties.setProperty(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.setProperty(
        "listeners",
        listener("PLAINTEXT", self.port())
            + listener(",PROXIED", self.proxiedPort())
            + listener(",CONTROLLER", self.controllerPort()));
    properties.setProperty(
        "advertised.listeners",
        listener("PLAINTEXT", self.port()) + listener(",PROXIED", self.proxyPort()));
  }

  private static String id(BrokerAddress self) {
    return Integer.toString(self.id());
  }

  private static String listener(String name, int port) {
    return name + "://" + BrokerAddress.HOST + ":" + port;
  }

  private static void internalTopics(Properties properties, int brokers) {
    String replicas = Integer.toString(brokers);
    String minIsr = Integer.toString(Math.min(2, brokers));
    properties.setProperty("offsets.topic.replication.factor", replicas);
    properties.setProperty("offsets.topic.num.partitions", replicas);
    properties.setProperty("transaction.state.log.replication.factor", replicas);
    properties.setProperty("transaction.state.log.num.partitions", replicas);
    properties.setProperty("transaction.state.log.min.isr", minIsr);
    properties.setProperty("share.coordinator.state.topic.replication.factor", replicas);
    properties.setProperty("share.coordinator.state.topic.num.partitions", replicas);
    properties.setProperty("share.coordinator.state.topic.min.isr", minIsr);
  }

  private static void quickGroups(Properties properties) {
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    properties.setProperty("group.min.session.timeout.ms", "100");
    properties.setProperty("group.consumer.min.session.timeout.ms", "500");
    properties.setProperty("group.consumer.session.timeout.ms", "10000");
    properties.setProperty("group.consumer.min.heartbeat.interval.ms", "100");
    properties.setProperty("group.consumer.heartbeat.interval.ms", "500");
    properties.setProperty("group.share.min.session.timeout.ms", "500");
    properties.setProperty("group.share.session.timeout.ms", "10000");
    properties.setProperty("group.share.min.heartbeat.interval.ms", "100");
    properties.setProperty("group.share.heartbeat.interval.ms", "500");
  }

  private static void quickFailover(Properties properties, int brokers) {
    properties.setProperty("broker.heartbeat.interval.ms", "200");
    // A broker that was killed may come back only when its old session is over.
    properties.setProperty("broker.session.timeout.ms", brokers == 1 ? "2000" : "3000");
  }

  private static void smallProcess(Properties properties) {
    properties.setProperty("num.network.threads", "1");
    properties.setProperty("num.io.threads", "4");
    properties.setProperty("background.threads", "2");
    properties.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
  }
}
