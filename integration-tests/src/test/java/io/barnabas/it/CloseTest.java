package io.barnabas.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaBroker;
import io.barnabas.testkit.KafkaCluster;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What is left when all clients are closed: nothing. */
class CloseTest {

  private static final int ROUNDS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaBroker broker = KafkaCluster.shared().brokers().iterator().next();

  @Test
  void noThreadSocketDescriptorOrMBeanIsLeft() throws Exception {
    runAllClients(0);
    Set<String> threads = threads();
    long descriptors = openDescriptors();

    for (int round = 1; round <= ROUNDS; round++) {
      runAllClients(round);
    }

    assertEquals(Set.of(), mBeans());
    Await.until(
        "the broker's side of all connections to be closed",
        PATIENCE,
        () -> broker.proxy().openConnections() == 0);
    Await.until("threads to be gone", PATIENCE, () -> threads.containsAll(threads()));
    assertTrue(
        openDescriptors() <= descriptors,
        () -> descriptors + " descriptors before, " + openDescriptors() + " after");
  }

  private void runAllClients(int round) throws Exception {
    assertEquals(100, new ThreeClients(broker.proxiedAddress(), "close-" + round).run());
  }

  /** By name and id: a thread that was there may stay. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(t -> t.getName() + " " + t.getId())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<ObjectName> mBeans() throws MalformedObjectNameException {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(new ObjectName("kafka.*:*"), null);
  }

  private static long openDescriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }
}
