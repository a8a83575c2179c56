package io.barnabas.network.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.settings.ClientSettings.DnsLookup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {

  private static final DnsLookup ALL = DnsLookup.USE_ALL_DNS_IPS;
  private static final DnsLookup CANONICAL = DnsLookup.RESOLVE_CANONICAL_BOOTSTRAP_SERVERS_ONLY;

  private static final Bootstrap.Resolver NAMES =
      new Bootstrap.Resolver() {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
          if (host.startsWith("unknown") || host.indexOf(':') >= 0 && !host.startsWith("::")) {
            throw new UnknownHostException(host);
          }
          return new InetAddress[] {
            InetAddress.getByAddress("one.example", new byte[] {10, 0, 0, 1}),
            InetAddress.getByAddress("two.example", new byte[] {10, 0, 0, 2})
          };
        }

        @Override
        public String canonicalName(InetAddress address) {
          return address.getHostName();
        }
      };

  private static List<Node> nodes(DnsLookup lookup, String... servers) {
    return Bootstrap.resolve(List.of(servers), lookup, NAMES);
  }

  @Test
  void serversHaveNegativeIdsInTheirOrder() {
    assertEquals(List.of(new Node(-1, "a", 1), new Node(-2, "b", 2)), nodes(ALL, "a:1", "b:2"));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:9092, localhost, 9092",
    "a-b.example.:9092, a-b.example., 9092",
    "[::1]:9092, ::1, 9092",
    "::1:9092, ::1, 9092",
    "PLAINTEXT://h:9092, h, 9092",
    "SASL_SSL://h:1, h, 1"
  })
  void acceptsWhatKafkaAccepts(String server, String host, int port) {
    assertEquals(List.of(new Node(-1, host, port)), nodes(ALL, server));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "host:", "host:port", "ho st:1", "host:1/path", "host:-1", "::1"})
  void refusesWhatKafkaRefusesInItsWords(String server) {
    ConfigException ours = assertThrows(ConfigException.class, () -> nodes(ALL, server));
    assertEquals("Invalid url in bootstrap.servers: " + server, ours.getMessage());
    if (!server.equals("::1")) {
      ConfigException theirs =
          assertThrows(
              ConfigException.class,
              () -> ClientUtils.parseAndValidateAddresses(List.of(server), "use_all_dns_ips"));
      assertEquals(theirs.getMessage(), ours.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {":9092", "http://host:9092", "fe80::1:9092"})
  void refusesWhatNobodyCanMean(String server) {
    ConfigException ours = assertThrows(ConfigException.class, () -> nodes(ALL, server));
    assertEquals("Invalid url in bootstrap.servers: " + server, ours.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"host:99999", "host:99999999999"})
  void refusesPortsThatAreNone(String server) {
    ConfigException ours = assertThrows(ConfigException.class, () -> nodes(ALL, server));
    assertEquals("Invalid port in bootstrap.servers: " + server, ours.getMessage());
  }

  @Test
  void someThatDoNotResolveAreLeftOut() {
    assertEquals(List.of(new Node(-1, "a", 2)), nodes(ALL, "unknown:1", "a:2"));
  }

  @Test
  void failsIfNoneResolves() {
    ConfigException none =
        assertThrows(ConfigException.class, () -> nodes(ALL, "unknown1:1", "unknown2:2"));
    assertEquals("No resolvable bootstrap urls given in bootstrap.servers", none.getMessage());
    assertThrows(ConfigException.class, () -> nodes(ALL));
  }

  @Test
  void canonicalModeExpandsEachNameToAllItsHosts() {
    assertEquals(
        List.of(new Node(-1, "one.example", 9092), new Node(-2, "two.example", 9092)),
        nodes(CANONICAL, "alias:9092"));
  }

  @Test
  void canonicalModeFailsForAnUnknownHost() {
    ConfigException unknown =
        assertThrows(ConfigException.class, () -> nodes(CANONICAL, "unknown:1", "a:1"));
    assertTrue(unknown.getMessage().contains("unknown:1"));
  }
}
