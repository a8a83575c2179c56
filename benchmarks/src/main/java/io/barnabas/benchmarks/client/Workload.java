package io.barnabas.benchmarks.client;

import io.barnabas.benchmarks.broker.SinkSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of the comparison.
 *
 * @param config of the client, beside what all have in common
 * @param valueBytes of each record
 */
record Workload(
    String name,
    Kind kind,
    Map<String, Object> config,
    SinkSettings sink,
    int valueBytes,
    List<Target> targets) {

  static final String TOPIC = "benchmark";

  /** What is done with the client. */
  enum Kind {
    /** As many sends as it takes. */
    PRODUCE,
    /** The same with a callback for each. */
    PRODUCE_WITH_CALLBACK,
    /** The same, each with a key of 8 bytes. */
    PRODUCE_KEYED,
    /** Polls as fast as it can. */
    CONSUME,
    /** The same as the only member of a group. */
    CONSUME_IN_GROUP,
    /** Waits for each send before the next. */
    SEND_AND_WAIT,
    /** Produces and reads back at a fixed rate, against a real broker. */
    FIXED_RATE
  }

  boolean needsRealBroker() {
    return kind == Kind.FIXED_RATE;
  }

  boolean produces() {
    return switch (kind) {
      case CONSUME, CONSUME_IN_GROUP, FIXED_RATE -> false;
      default -> true;
    };
  }

  /** The whole configuration of the client. */
  Map<String, Object> configWith(Map<String, Object> common) {
    Map<String, Object> merged = new HashMap<>(common);
    merged.putAll(config);
    return merged;
  }

  @Override
  public String toString() {
    return name;
  }
}
