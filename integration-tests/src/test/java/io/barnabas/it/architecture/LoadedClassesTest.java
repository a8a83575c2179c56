package io.barnabas.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.KafkaCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs all three clients in a JVM of their own and looks at what they have loaded. */
class LoadedClassesTest {

  private static final Pattern LOADED =
      Pattern.compile("\\[class,load *] (org\\.apache\\.kafka\\.[\\w.$]+) ");

  /** Where kafka-clients keeps its own client. */
  private static final List<String> INTERNALS =
      List.of(
          "org.apache.kafka.common.network.",
          "org.apache.kafka.common.protocol.",
          "org.apache.kafka.common.requests.",
          "org.apache.kafka.common.message.",
          "org.apache.kafka.common.record.internal.",
          "org.apache.kafka.common.compress.",
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.clients.ClientUtils",
          "org.apache.kafka.clients.producer.internals.",
          "org.apache.kafka.clients.consumer.internals.",
          "org.apache.kafka.clients.admin.internals.",
          "org.apache.kafka.clients.producer.KafkaProducer",
          "org.apache.kafka.clients.consumer.KafkaConsumer",
          "org.apache.kafka.clients.admin.KafkaAdminClient");

  @TempDir Path folder;

  @Test
  void noClientOfKafkaClientsIsAtWork() throws Exception {
    Path log = folder.resolve("classes.log");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                "io.barnabas.it.ThreeClients",
                KafkaCluster.shared().bootstrapServers(),
                "loaded-classes")
            .inheritIO()
            .start();
    assertTrue(child.waitFor(60, TimeUnit.SECONDS), "the clients did not end");
    assertEquals(0, child.exitValue());

    Set<String> loaded = loadedFromKafka(log);
    assertTrue(loaded.contains("org.apache.kafka.clients.producer.ProducerRecord"));
    assertEquals(Set.of(), internals(loaded));
  }

  private static Set<String> loadedFromKafka(Path log) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<String> lines = Files.lines(log)) {
      lines.map(LOADED::matcher).filter(Matcher::find).forEach(m -> names.add(m.group(1)));
    }
    return names;
  }

  private static Set<String> internals(Set<String> loaded) {
    Set<String> found = new TreeSet<>();
    for (String name : loaded) {
      if (INTERNALS.stream().anyMatch(name::startsWith) && !BroughtAlong.contains(name)) {
        found.add(name);
      }
    }
    return found;
  }
}
