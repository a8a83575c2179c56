package io.barnabas.network.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build of Barnabas this is, as {@code barnabas.properties} says. */
final class LibraryVersion {

  private static final String UNKNOWN = "unknown";
  private static final Properties PROPERTIES = load();

  static final String VERSION = PROPERTIES.getProperty("version", UNKNOWN);
  static final String COMMIT_ID = PROPERTIES.getProperty("commitId", UNKNOWN);

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream in = LibraryVersion.class.getResourceAsStream("/barnabas.properties")) {
      if (in != null) {
        properties.load(in);
      }
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException("barnabas.properties cannot be read", e);
    }
  }

  private LibraryVersion() {}
}
