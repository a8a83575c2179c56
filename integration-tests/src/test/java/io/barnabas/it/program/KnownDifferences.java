package io.barnabas.it.program;

import java.util.Map;

/** Where we mean to differ, by case, and why. */
final class KnownDifferences {
  static final Map<String, String> REASONS =
      Map.of(
          "a partitioner that names a partition that is not there",
          "kafka-clients takes the record and never gives it a result; ours says what is wrong",
          "a callback that throws an Error",
          "kafka-clients leaves that record and later ones without a result; ours go on",
          "config {linger.ms=1099511627776}",
          "who waits for a result of ours does not sit out the linger",
          "config {bootstrap.servers=:1}",
          "kafka-clients takes a server without a name for this very host; ours refuses it",
          "closed while a sender waits for a topic",
          "the same exception; its cause has another message",
          "the client instance id without telemetry",
          "the same exception; ours says that telemetry is not there yet");

  private KnownDifferences() {}
}
