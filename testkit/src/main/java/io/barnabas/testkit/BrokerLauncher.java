package io.barnabas.testkit;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;

/**
 * Main class of a broker's process: formats the storage if need be and runs the broker in the same
 * JVM, which saves a start.
 *
 * <p>It is the only class of the testkit on that process's class path, so it refers to no other and
 * finds Kafka's by reflection. The process ends with its parent: once standard input is at its end
 * the broker is halted and its folder deleted.
 */
final class BrokerLauncher {
  private BrokerLauncher() {}

  /**
   * @param args the broker's folder, its configuration file, the cluster id
   */
  public static void main(String[] args) throws Exception {
    File folder = new File(args[0]);
    String config = args[1];
    endWithParent(folder);
    format(config, args[2]);
    Class.forName("kafka.Kafka")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {config});
  }

  private static void format(String config, String clusterId) throws Exception {
    String[] command = {
      "format", "--ignore-formatted", "--config", config, "--cluster-id", clusterId
    };
    Object status =
        Class.forName("kafka.tools.StorageTool")
            .getMethod("execute", String[].class, PrintStream.class)
            .invoke(null, command, System.out);
    if (!Integer.valueOf(0).equals(status)) {
      throw new IllegalStateException("formatting the storage ended with " + status);
    }
  }

  private static void endWithParent(File folder) {
    Thread watcher = new Thread(() -> haltAtEndOfInput(folder), "parent-watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static void haltAtEndOfInput(File folder) {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException gone) {
      System.err.println("standard input is gone: " + gone);
    }
    // The broker still runs and may write a file behind the deletion's back, hence more than once.
    for (int attempt = 0; attempt < 3 && folder.exists(); attempt++) {
      delete(folder);
    }
    folder.getParentFile().delete();
    Runtime.getRuntime().halt(137);
  }

  private static void delete(File file) {
    File[] children = file.listFiles();
    if (children != null) {
      for (File child : children) {
        delete(child);
      }
    }
    file.delete();
  }
}
