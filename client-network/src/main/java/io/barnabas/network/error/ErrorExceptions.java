package io.barnabas.network.error;

import io.barnabas.protocol.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.errors.ApiException;

/**
 * Error code → the exception that kafka-clients throws for it, with the text kafka-clients gives
 * it. The pairs are in {@code error-exceptions.txt}; a class is loaded when it is first needed.
 */
public final class ErrorExceptions {

  private static final String TABLE = "error-exceptions.txt";
  private static final String PACKAGE = "org.apache.kafka.common.errors.";

  private record Entry(String className, String message) {}

  private static final Map<ErrorCode, Entry> ENTRIES = load();

  /** A new exception with kafka-clients' message for the code; null for NONE. */
  public static ApiException of(ErrorCode error) {
    return of(error, null);
  }

  /** The same with a message of the broker's or of ours, where not null. */
  public static ApiException of(ErrorCode error, String message) {
    Entry entry = ENTRIES.get(error);
    if (entry == null) {
      return null;
    }
    try {
      return Class.forName(entry.className(), true, ApiException.class.getClassLoader())
          .asSubclass(ApiException.class)
          .getConstructor(String.class)
          .newInstance(message != null ? message : entry.message());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no exception " + entry.className() + " for " + error, e);
    }
  }

  private static Map<ErrorCode, Entry> load() {
    Map<ErrorCode, Entry> entries = new EnumMap<>(ErrorCode.class);
    try (BufferedReader table =
        new BufferedReader(
            new InputStreamReader(
                ErrorExceptions.class.getResourceAsStream(TABLE), StandardCharsets.UTF_8))) {
      for (String line = table.readLine(); line != null; line = table.readLine()) {
        if (!line.startsWith("#")) {
          String[] parts = line.split(" ", 3);
          String className = parts[1].indexOf('.') < 0 ? PACKAGE + parts[1] : parts[1];
          entries.put(ErrorCode.valueOf(parts[0]), new Entry(className, parts[2]));
        }
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + TABLE, e);
    }
  }

  private ErrorExceptions() {}
}
