package io.barnabas.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A cluster's temporary folder for data and its lasting one for logs. */
final class ClusterFolders {
  /** How many clusters of a name this JVM has started. Thread-safe. */
  private static final Map<String, Integer> STARTED = new ConcurrentHashMap<>();

  private final Path data;
  private final Path logs;

  private ClusterFolders(Path data, Path logs) {
    this.data = data;
    this.logs = logs;
  }

  /**
   * @param dataRoot where the folder for data is made
   * @param logsRoot where the folder for logs is made
   */
  static ClusterFolders create(Path dataRoot, Path logsRoot, String name) {
    int nth = STARTED.merge(name, 1, Integer::sum);
    Path logs = logsRoot.toAbsolutePath().resolve(nth == 1 ? name : name + "-" + nth);
    try {
      deleteTree(logs);
      return new ClusterFolders(Files.createTempDirectory(dataRoot, "barnabas-kafka-"), logs);
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the cluster's data", e);
    }
  }

  /** The simple name of the outermost class outside this package's main code that is calling. */
  static String callerName() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::getClassName)
                    .filter(name -> !isOurs(name))
                    .findFirst())
        .map(name -> name.substring(name.lastIndexOf('.') + 1).replaceAll("\\$.*", ""))
        .orElse("cluster");
  }

  private static boolean isOurs(String className) {
    return className.equals(ClusterFolders.class.getName())
        || className.startsWith(KafkaCluster.class.getName() + "$")
        || className.equals(KafkaCluster.class.getName());
  }

  Path broker(int id) {
    return data.resolve("broker-" + id);
  }

  Path log(int id) {
    return logs.resolve("broker-" + id + ".log");
  }

  Path logs() {
    return logs;
  }

  void deleteData() {
    try {
      deleteTree(data);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + data, e);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException nothingToDelete) {
      return;
    }
  }

  /** The last lines of a file, for a message. */
  static String tail(Path file, int lines) {
    try {
      List<String> all = Files.readAllLines(file, StandardCharsets.UTF_8);
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "(unreadable: " + e + ")";
    }
  }
}
