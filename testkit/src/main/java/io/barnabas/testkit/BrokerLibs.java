package io.barnabas.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the jars of the brokers lie: one folder per version, on no class path of a test. */
final class BrokerLibs {
  private static final String COMMAND = "mvn -pl testkit-broker generate-resources";

  private BrokerLibs() {}

  /** The version that the build is made for, else the one of kafka-clients. */
  static String defaultVersion() {
    String version = System.getProperty("barnabas.broker.version");
    return version != null ? version : org.apache.kafka.common.utils.AppInfoParser.getVersion();
  }

  /** The folder with the jars of {@code version}. */
  static Path folder(String version) {
    Path libs = root().resolve(version);
    if (!Files.isDirectory(libs)) {
      throw new IllegalStateException(
          "no broker of version %s in %s; fill it with: %s -Dbroker.version=%s"
              .formatted(version, libs, COMMAND, version));
    }
    return libs;
  }

  private static Path root() {
    String property = System.getProperty("barnabas.broker.libs");
    if (property != null) {
      return Path.of(property);
    }
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve(".mvn"))) {
        return folder.resolve("testkit-broker/target/kafka");
      }
    }
    throw new IllegalStateException(
        "no broker: neither is -Dbarnabas.broker.libs given nor is %s inside the project; fill it there with: %s"
            .formatted(start, COMMAND));
  }
}
