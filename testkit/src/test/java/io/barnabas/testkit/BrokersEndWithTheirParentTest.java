package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts a JVM that starts a cluster and then ends in one way or another. */
class BrokersEndWithTheirParentTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @ParameterizedTest
  @ValueSource(strings = {"running", "paused"})
  void brokersAreGoneAfterTheirParentIsKilled(String state) throws Exception {
    Process parent = startParent(state);
    Broker broker = Broker.read(parent.inputReader());
    assertTrue(broker.isAlive());
    parent.destroyForcibly();
    Await.until("broker is gone", LIMIT, () -> !broker.isAlive());
    Await.until("its data is gone", LIMIT, () -> !Files.exists(broker.folder.getParent()));
  }

  @Test
  void brokersAreGoneAfterTheirParentExitsWithoutClosingThem() throws Exception {
    Process parent = startParent("exit");
    Broker broker = Broker.read(parent.inputReader());
    assertTrue(parent.waitFor(20, TimeUnit.SECONDS));
    assertFalse(broker.isAlive());
    assertFalse(Files.exists(broker.folder.getParent()));
  }

  private record Broker(long pid, Path folder) {
    static Broker read(BufferedReader output) throws Exception {
      return new Broker(Long.parseLong(output.readLine()), Path.of(output.readLine()));
    }

    boolean isAlive() {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
  }

  private static Process startParent(String state) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    return new ProcessBuilder(
            java,
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            Parent.class.getName(),
            state)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Main class of the JVM that is ended. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      KafkaCluster cluster = KafkaCluster.builder().name("parent-" + args[0]).start();
      if (args[0].equals("paused")) {
        cluster.pause(1);
      }
      System.out.println(cluster.broker(1).pid());
      System.out.println(cluster.broker(1).dataFolder().getParent());
      if (!args[0].equals("exit")) {
        System.in.read();
      }
    }
  }
}
