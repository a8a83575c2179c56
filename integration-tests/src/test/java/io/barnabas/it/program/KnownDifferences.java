package io.barnabas.it.program;

import java.util.HashMap;
import java.util.Map;

/** Where we mean to differ, by case, and why. */
final class KnownDifferences {
  static final Map<String, String> REASONS = new HashMap<>();

  static {
    because(
        "kafka-clients takes the record and never gives it a result; ours says what is wrong",
        "a partitioner that names a partition that is not there");
    because(
        "kafka-clients leaves that record and later ones without a result; ours go on",
        "a callback that throws an Error");
    because(
        "who waits for a result of ours does not sit out the linger",
        "config {linger.ms=1099511627776}");
    because(
        "kafka-clients takes a server without a name for this very host; ours refuses it",
        "config {bootstrap.servers=:1}");
    because(
        "the same exception; its cause has another message",
        "closed while a sender waits for a topic");
    because(
        "the same exception; ours says that telemetry is not there yet",
        "the client instance id without telemetry");
    because(
        "kafka-clients keeps the record that it has refused, and calls its callback in the end",
        "send after nothing",
        "send after init",
        "send after a commit",
        "send after an abort",
        "send after a record that is too large",
        "send after a failed commit");
    because(
        "kafka-clients waits on its own thread until max.block.ms is over; ours says so at once",
        "initTransactions from a callback",
        "sendOffsetsToTransaction from a callback",
        "commitTransaction from a callback",
        "abortTransaction from a callback");
    because(
        "brokers since 2.5 do not say so; kafka-clients sends the record again, ours is careful",
        "the answer to PRODUCE is UNKNOWN_PRODUCER_ID in TV1",
        "the answer to PRODUCE is UNKNOWN_PRODUCER_ID in TV2");
    because(
        "no coordinator says so; kafka-clients leaves the abort undone, ours can only be closed",
        "the answer to END_TXN is UNKNOWN_PRODUCER_ID to an abort in TV1",
        "the answer to END_TXN is UNKNOWN_PRODUCER_ID to an abort in TV2");
    because(
        "no coordinator says so; kafka-clients goes on without a producer id, ours asks for one",
        "the answer to INIT_PRODUCER_ID is TRANSACTION_ABORTABLE in TV2");
  }

  private static void because(String reason, String... cases) {
    for (String each : cases) {
      REASONS.put(each, reason);
    }
  }

  private KnownDifferences() {}
}
