package io.barnabas.network.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.settings.ClientSettings.DnsLookup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {

  private static ClientSettings from(AbstractConfig config) {
    return ClientSettings.from(config, "id", "thread", "[p] ");
  }

  @Test
  void defaultsAreThoseOfKafka() {
    ClientSettings settings = ConfiguredSettings.with();
    assertEquals(List.of("localhost:9092", "localhost:9093"), settings.bootstrapServers());
    assertEquals(DnsLookup.USE_ALL_DNS_IPS, settings.dnsLookup());
    assertEquals(30_000, settings.requestTimeoutMs());
    assertEquals(10_000, settings.connectionSetupTimeoutMs());
    assertEquals(30_000, settings.connectionSetupTimeoutMaxMs());
    assertEquals(540_000, settings.connectionsMaxIdleMs());
    assertEquals(50, settings.reconnectBackoffMs());
    assertEquals(1_000, settings.reconnectBackoffMaxMs());
    assertEquals(100, settings.retryBackoffMs());
    assertEquals(1_000, settings.retryBackoffMaxMs());
    assertEquals(300_000, settings.metadataMaxAgeMs());
    assertTrue(settings.metadataRecoveryRebootstrap());
    assertEquals(300_000, settings.metadataRebootstrapTriggerMs());
    assertEquals(128 * 1024, settings.sendBufferBytes());
    assertEquals(32 * 1024, settings.receiveBufferBytes());
    assertEquals(100 * 1024 * 1024, settings.maxFrameBytes());
    assertEquals("PLAINTEXT", settings.securityProtocol());
  }

  @Test
  void aPushOfMetricsThatWasAskedForIsNotSilentlyLeftOut() {
    String warning = "enable.metrics.push=true is not supported yet";
    assertFalse(log().contains(warning));
    assertFalse(log("enable.metrics.push", "false").contains(warning));
    assertTrue(log("enable.metrics.push", "true").contains(warning));
  }

  private static String log(Object... options) {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      ConfiguredSettings.with(options);
    } finally {
      System.setErr(before);
    }
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void valuesAreTakenOver() {
    ClientSettings settings =
        ConfiguredSettings.with(
            "client.dns.lookup", "resolve_canonical_bootstrap_servers_only",
            "metadata.recovery.strategy", "none",
            "retry.backoff.ms", "7",
            "barnabas.receive.max.bytes", "1048576");
    assertEquals(DnsLookup.RESOLVE_CANONICAL_BOOTSTRAP_SERVERS_ONLY, settings.dnsLookup());
    assertFalse(settings.metadataRecoveryRebootstrap());
    assertEquals(7, settings.retryBackoffMs());
    assertEquals(1_048_576, settings.maxFrameBytes());
  }

  @Test
  void consumersAndAdminsHaveTheSameKeys() {
    Map<String, Object> consumer =
        Map.of(
            "bootstrap.servers",
            "h:1",
            "group.id",
            "g",
            "key.deserializer",
            ByteArrayDeserializer.class,
            "value.deserializer",
            ByteArrayDeserializer.class);
    assertEquals(64 * 1024, from(new ConsumerConfig(consumer)).receiveBufferBytes());
    AdminClientConfig admin = new AdminClientConfig(Map.of("bootstrap.servers", "h:1"));
    assertEquals(List.of("h:1"), from(admin).bootstrapServers());
    assertEquals(300_000, from(admin).connectionsMaxIdleMs());
  }

  @Test
  void missingBootstrapServersAreNamed() {
    ConfigException admin =
        assertThrows(ConfigException.class, () -> from(new AdminClientConfig(Map.of())));
    assertTrue(admin.getMessage().contains("bootstrap.servers"), admin.getMessage());
    ConfigException producer =
        assertThrows(
            ConfigException.class, () -> ConfiguredSettings.with("bootstrap.servers", List.of()));
    assertTrue(producer.getMessage().contains("bootstrap.servers"), producer.getMessage());
  }

  @Test
  void controllersAreTheBootstrapServersOfAnAdminClientThatTalksToThem() {
    ClientSettings settings = from(new AdminClientConfig(Map.of("bootstrap.controllers", "h:1")));
    assertEquals(List.of("h:1"), settings.bootstrapServers());
    assertTrue(settings.bootstrapControllers());

    AdminClientConfig both =
        new AdminClientConfig(Map.of("bootstrap.controllers", "h:1", "bootstrap.servers", "h:2"));
    ConfigException refused = assertThrows(ConfigException.class, () -> from(both));
    assertEquals(
        "You cannot set both bootstrap.servers and bootstrap.controllers", refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSL", "SASL_SSL", "SASL_PLAINTEXT"})
  void securityThatIsNotThereYetIsRefused(String protocol) {
    ConfigException refused =
        assertThrows(
            ConfigException.class, () -> ConfiguredSettings.with("security.protocol", protocol));
    assertTrue(refused.getMessage().contains("not supported yet"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many"})
  void frameLimitIsChecked(String bytes) {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> ConfiguredSettings.with("barnabas.receive.max.bytes", bytes));
    assertTrue(refused.getMessage().contains("barnabas.receive.max.bytes"), refused.getMessage());
  }
}
