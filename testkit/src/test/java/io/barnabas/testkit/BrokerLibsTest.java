package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BrokerLibsTest {
  private static final String LIBS = "barnabas.broker.libs";

  @Test
  void folderHoldsTheBrokersJars() {
    Path folder = BrokerLibs.folder(BrokerLibs.defaultVersion());
    assertTrue(Files.exists(folder.resolve("kafka_2.13-4.3.1.jar")), folder::toString);
  }

  @Test
  void folderIsFoundFromTheWorkingDirectoryToo() {
    Path byProperty = BrokerLibs.folder(BrokerLibs.defaultVersion());
    String saved = System.clearProperty(LIBS);
    try {
      assertEquals(byProperty, BrokerLibs.folder(BrokerLibs.defaultVersion()));
    } finally {
      if (saved != null) {
        System.setProperty(LIBS, saved);
      }
    }
  }

  @Test
  void missingVersionIsToldWithTheCommandThatFetchesIt() {
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> BrokerLibs.folder("0.0.0"));
    assertTrue(
        failure
            .getMessage()
            .endsWith("mvn -pl testkit-broker generate-resources -Dbroker.version=0.0.0"),
        failure::getMessage);
  }
}
