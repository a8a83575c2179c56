package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.get;
import static io.barnabas.admin.BothAdmins.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The metrics of both admin clients after the same work. */
class MetricsTest {

  /** A thing to be read off a client that has worked. */
  private interface Reading<T> {
    T of(Admin admin) throws Exception;
  }

  private static <T> T after(
      Function<Map<String, Object>, Admin> maker, String clientId, Reading<T> reading)
      throws Exception {
    Map<String, Object> config = BothAdmins.config(KafkaCluster.shared().bootstrapServers());
    config.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
    try (Admin admin = maker.apply(config)) {
      work(admin);
      return reading.of(admin);
    }
  }

  /** One call of each route. */
  private static void work(Admin admin) throws Exception {
    String topic = unique("metrics");
    get(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all());
    get(admin.describeCluster().nodes());
    get(admin.listOffsets(Map.of(new TopicPartition(topic, 0), OffsetSpec.latest())).all());
    get(admin.listGroups().all());
    get(admin.listConsumerGroupOffsets(topic).all());
    get(admin.deleteTopics(List.of(topic)).all());
  }

  @Test
  void namesGroupsTagsAndDescriptionsAreTheirs() throws Exception {
    Set<String> theirs = after(Admin::create, "id-1", MetricsTest::described);
    Set<String> ours = after(BarnabasAdmin::create, "id-2", MetricsTest::described);

    assertEquals(String.join("\n", theirs), String.join("\n", ours));
  }

  private static Set<String> described(Admin admin) {
    return admin.metrics().keySet().stream()
        .map(MetricsTest::describe)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String describe(MetricName name) {
    Map<String, String> tags = new TreeMap<>(name.tags());
    tags.computeIfPresent("client-id", (tag, id) -> id.substring(0, 3));
    return name.group() + "/" + name.name() + tags + " " + name.description();
  }

  @Test
  void beansAndTheirAttributesAreTheirs() throws Exception {
    Set<String> theirs = after(Admin::create, "beans-1", admin -> beans("beans-1"));
    Set<String> ours = after(BarnabasAdmin::create, "beans-2", admin -> beans("beans-2"));

    assertFalse(theirs.isEmpty());
    assertEquals(String.join("\n", theirs), String.join("\n", ours));
    assertEquals(Set.of(), beans("beans-1"));
    assertEquals(Set.of(), beans("beans-2"));
  }

  private static Set<String> beans(String clientId) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    Set<String> beans = new TreeSet<>();
    for (String key : List.of("client-id", "id")) {
      ObjectName all = new ObjectName("kafka.admin.client:" + key + "=" + clientId + ",*");
      for (ObjectName bean : server.queryNames(all, null)) {
        for (var attribute : server.getMBeanInfo(bean).getAttributes()) {
          String name = bean.getCanonicalName().replace(clientId, "");
          beans.add(name + " " + attribute.getName() + ": " + attribute.getType());
        }
      }
    }
    return beans;
  }

  @Test
  void requestsAreCountedAndTimed() throws Exception {
    after(
        BarnabasAdmin::create,
        "counts",
        admin -> {
          assertTrue(value(admin, "request-total") >= 7);
          Await.until(
              "all are answered",
              Duration.ofSeconds(10),
              () -> value(admin, "response-total") == value(admin, "request-total"));
          assertTrue(value(admin, "outgoing-byte-total") > 0);
          assertTrue(value(admin, "incoming-byte-total") > 0);
          assertTrue(value(admin, "connection-count") >= 1);
          assertEquals(0, value(admin, "failed-authentication-total"));
          return null;
        });
  }

  private static double value(Admin admin, String name) {
    List<Object> values =
        admin.metrics().entrySet().stream()
            .filter(metric -> metric.getKey().group().equals("admin-client-metrics"))
            .filter(metric -> metric.getKey().name().equals(name))
            .map(metric -> metric.getValue().metricValue())
            .toList();
    assertEquals(1, values.size(), name);
    return (Double) values.get(0);
  }
}
