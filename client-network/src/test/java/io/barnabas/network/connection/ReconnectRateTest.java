package io.barnabas.network.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.cluster.Coordinators;
import io.barnabas.network.cluster.KnownNodes;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.loop.SteppedLoop;
import io.barnabas.network.metrics.ClientEvents;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.network.settings.ConfiguredSettings;
import io.barnabas.network.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.Test;

/** How often brokers are connected to that cannot be, by all who want something of them at once. */
class ReconnectRateTest {

  private static final int FIRST_PORT = 9_001;
  private static final int SECOND_PORT = 9_002;

  private final SteppedLoop stepped = new SteppedLoop();
  private final Map<Integer, Integer> triesByPort = new HashMap<>();

  private Transport refuse(String host, int port) throws IOException {
    triesByPort.merge(port, 1, Integer::sum);
    throw new IOException("made by the test");
  }

  @Test
  void bootstrapServersThatAreGoneAreTriedAsTheBackOffSays() {
    ClientSettings settings = ConfiguredSettings.with();
    KnownNodes nodes =
        new KnownNodes(
            List.of(new Node(-1, "127.0.0.1", FIRST_PORT), new Node(-2, "127.0.0.1", SECOND_PORT)));
    HostResolver resolver =
        new HostResolver(stepped.loop()::execute, "test", InetAddress::getAllByName);
    ConnectionPool pool =
        new ConnectionPool(
            new NetworkContext(stepped.loop(), settings, ClientEvents.NONE, this::refuse, resolver),
            nodes);
    Metadata metadata = new Metadata(settings, nodes, pool, stepped.loop());
    Coordinators coordinators = new Coordinators(settings, nodes, pool, stepped.loop());
    pool.onBrokerLost(metadata::requestRefresh);
    stepped.loop().addPoller(metadata);
    stepped.loop().addPoller(coordinators);
    for (int i = 0; i < 10; i++) {
      coordinators.find(Coordinators.Type.GROUP, "group " + i, 60_000);
    }

    run(1_000);
    triesByPort.values().forEach(tries -> assertBetween(4, 7, tries));
    triesByPort.clear();
    run(10_000);
    assertEquals(2, triesByPort.size());
    triesByPort.values().forEach(tries -> assertBetween(8, 13, tries));
    stepped.close();
    resolver.close();
  }

  private void run(int ms) {
    for (int i = 0; i < ms; i++) {
      stepped.advance(1);
    }
  }

  private static void assertBetween(int low, int high, int actual) {
    assertTrue(actual >= low && actual <= high, actual + " tries");
  }
}
