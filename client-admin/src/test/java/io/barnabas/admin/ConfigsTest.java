package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static io.barnabas.admin.BothAdmins.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.testkit.KafkaCluster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Configurations on a real broker, beside kafka-clients' own admin client. */
class ConfigsTest {

  private static BothAdmins admins;
  private static ConfigResource topic;
  private static ConfigResource broker;

  @BeforeAll
  static void connect() throws Exception {
    admins = new BothAdmins(KafkaCluster.shared().bootstrapServers());
    String name = unique("configured");
    topic = new ConfigResource(Type.TOPIC, name);
    int id = KafkaCluster.shared().brokers().iterator().next().id();
    broker = new ConfigResource(Type.BROKER, String.valueOf(id));
    KafkaCluster.shared().createTopic(name, 1);
  }

  @AfterAll
  static void disconnect() {
    admins.close();
  }

  @Test
  void configsAreDescribedAsByKafkaClients() throws Exception {
    DescribeConfigsOptions all =
        new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true);
    ConfigResource logger = new ConfigResource(Type.BROKER_LOGGER, broker.name());
    ConfigResource everyBroker = new ConfigResource(Type.BROKER, "");
    for (ConfigResource resource : List.of(topic, broker, logger, everyBroker)) {
      assertSameEntries(resource, new DescribeConfigsOptions());
      assertSameEntries(resource, all);
    }
  }

  private static void assertSameEntries(ConfigResource resource, DescribeConfigsOptions options)
      throws Exception {
    assertEquals(
        entries(admins.theirs, resource, options), entries(admins.ours, resource, options));
  }

  /** Every field of every entry, by name. */
  private static List<String> entries(
      Admin admin, ConfigResource resource, DescribeConfigsOptions options) throws Exception {
    List<ConfigEntry> entries =
        new ArrayList<>(
            get(admin.describeConfigs(List.of(resource), options).values().get(resource))
                .entries());
    entries.sort(Comparator.comparing(ConfigEntry::name));
    return entries.stream().map(entry -> entry + " " + entry.documentation()).toList();
  }

  @Test
  void valuesAreSetAppendedSubtractedAndDeleted() throws Exception {
    change("retention.ms", "1234", OpType.SET);
    assertEquals("1234", value("retention.ms"));
    change("cleanup.policy", "compact", OpType.APPEND);
    assertEquals("delete,compact", value("cleanup.policy"));
    change("cleanup.policy", "delete", OpType.SUBTRACT);
    assertEquals("compact", value("cleanup.policy"));
    change("cleanup.policy", null, OpType.DELETE);
    assertEquals("delete", value("cleanup.policy"));
  }

  @Test
  void changeThatIsOnlyCheckedChangesNothing() throws Exception {
    AlterConfigsOptions dry = new AlterConfigsOptions().validateOnly(true);
    get(
        admins
            .ours
            .incrementalAlterConfigs(changes(topic, "max.message.bytes", "77", OpType.SET), dry)
            .all());

    assertEquals("1048588", value("max.message.bytes"));
  }

  @Test
  void refusedChangesFailAsInKafkaClients() {
    ConfigResource missing = new ConfigResource(Type.TOPIC, unique("missing"));
    List<Map<ConfigResource, Collection<AlterConfigOp>>> bad =
        List.of(
            changes(topic, "no.such.key", "1", OpType.SET),
            changes(topic, "retention.ms", "soon", OpType.SET),
            changes(topic, "retention.ms", "1", OpType.APPEND),
            changes(missing, "retention.ms", "1", OpType.SET),
            changes(broker, "no.such.key.of.broker", "1", OpType.SUBTRACT));
    for (var change : bad) {
      admins.sameFailure(admin -> admin.incrementalAlterConfigs(change).all());
    }
    assertInstanceOf(
        InvalidConfigurationException.class,
        failureOf(admins.ours.incrementalAlterConfigs(bad.get(0)).all()));
  }

  @Test
  void missingResourcesFailAsInKafkaClients() {
    ConfigResource missing = new ConfigResource(Type.TOPIC, unique("missing"));
    ConfigResource noNumber = new ConfigResource(Type.BROKER, "one");

    admins.sameFailure(admin -> admin.describeConfigs(List.of(missing)).all());
    for (Admin admin : List.of(admins.theirs, admins.ours)) {
      assertThrows(
          NumberFormatException.class, () -> admin.describeConfigs(List.of(noNumber)).all());
    }
  }

  private static void change(String key, String value, OpType type) throws Exception {
    KafkaFuture<Void> done =
        admins.ours.incrementalAlterConfigs(changes(topic, key, value, type)).all();
    get(done);
  }

  private static Map<ConfigResource, Collection<AlterConfigOp>> changes(
      ConfigResource resource, String key, String value, OpType type) {
    return Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(key, value), type)));
  }

  private static String value(String key) throws Exception {
    return get(admins.ours.describeConfigs(List.of(topic)).values().get(topic)).get(key).value();
  }
}
