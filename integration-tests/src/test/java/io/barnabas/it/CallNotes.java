package io.barnabas.it;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What calls returned and threw, in their order, without what differs from run to run. Thread-safe.
 */
public class CallNotes {
  /** Durations that were measured, addresses, and who the coordinator took a producer for. */
  private static final Pattern MEASURED =
      Pattern.compile("\\d+ ms has passed|127\\.0\\.0\\.1:\\d+|producerId=\\d+, epoch=\\d+");

  private final List<String> lines = new ArrayList<>();

  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  public final synchronized void add(String line) {
    lines.add(MEASURED.matcher(line).replaceAll("#").replace('\n', ' '));
  }

  public final synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Notes whether an action returned or what it threw. */
  public final void attempt(String what, Action action) {
    try {
      action.run();
      add(what + " returned");
    } catch (Throwable e) {
      add(what + " threw " + describe(e));
    }
  }

  /** Type and message, of the causes too. The JVM words its own exceptions. */
  public static String describe(Throwable error) {
    if (error == null) {
      return "no error";
    }
    boolean ofTheJvm =
        error instanceof NullPointerException
            || error instanceof ClassCastException
            || error instanceof ClassNotFoundException;
    String cause = error.getCause() == null ? "" : " <- " + describe(error.getCause());
    return error.getClass().getName() + (ofTheJvm ? "" : ": " + error.getMessage()) + cause;
  }
}
