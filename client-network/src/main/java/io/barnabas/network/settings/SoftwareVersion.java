package io.barnabas.network.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** How this library names itself, to brokers (KIP-511) and in JMX. */
public final class SoftwareVersion {

  public static final String NAME = "barnabas";

  /** As the build gave it, or {@code unknown}. */
  public static final String VERSION = load();

  private static String load() {
    Properties properties = new Properties();
    try (InputStream in =
        SoftwareVersion.class.getResourceAsStream("/io/barnabas/network/barnabas.properties")) {
      if (in == null) {
        return "unknown";
      }
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException("barnabas.properties cannot be read", e);
    }
  }

  private SoftwareVersion() {}
}
