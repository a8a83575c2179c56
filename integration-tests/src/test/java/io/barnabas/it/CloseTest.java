package io.barnabas.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.barnabas.testkit.Await;
import io.barnabas.testkit.FaultProxy;
import io.barnabas.testkit.KafkaBroker;
import io.barnabas.testkit.KafkaCluster;
import java.lang.management.BufferPoolMXBean;
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
  void noThreadSocketDescriptorMBeanOrDirectBufferIsLeft() throws Exception {
    runAllClients(broker.address(), 0);
    Set<String> threads = threads();
    long descriptors = openDescriptors();
    long directBytes = directBytes();

    try (FaultProxy proxy = broker.proxy()) {
      for (int round = 1; round <= ROUNDS; round++) {
        runAllClients(broker.proxiedAddress(), round);
      }
      Await.until("all connections to be closed", PATIENCE, () -> proxy.openConnections() == 0);
    }

    assertEquals(Set.of(), mBeans());
    Await.until("threads to be gone", PATIENCE, () -> threads.containsAll(threads()));
    assertTrue(
        openDescriptors() <= descriptors,
        () -> descriptors + " descriptors before, " + openDescriptors() + " after");
    Await.until("direct buffers to be gone", PATIENCE, () -> directBytes() <= directBytes);
  }

  private void runAllClients(String servers, int round) throws Exception {
    assertEquals(100, new ThreeClients(servers, "close-" + round).run());
  }

  /** By name and id: a thread that was there may stay. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(t -> t.getName() + " " + t.getId())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<ObjectName> mBeans() throws MalformedObjectNameException {
    return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("kafka.*:*"), null);
  }

  private static long openDescriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  /** Of all buffers that something still refers to. */
  private static long directBytes() {
    System.gc();
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
