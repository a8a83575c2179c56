package io.barnabas.it.misuse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Where we mean to differ, by misuse and protocol, and why. */
final class KnownDifferences {
  private static final Map<String, String> REASONS = new HashMap<>();

  /** What kafka-clients words by its internal objects, badly, by chance, or with durations. */
  private static final Map<Pattern, String> WORDINGS =
      Map.of(
          Pattern.compile("Interrupted waiting for results .* <- "),
          "java.lang.InterruptedException <- ",
          Pattern.compile("usingthe CLASSIC"),
          "using the CLASSIC",
          Pattern.compile("by times in \\d+ms"),
          "by times",
          // members name themselves at random
          Pattern.compile("Static member \\S+ with (.*) owned by \\S+ member"),
          "Static member with $1 owned by another member");

  static {
    because(
        "kafka-clients unsubscribes some time after it has thrown, and revokes again in close",
        "a listener that throws in unsubscribe, consumer");
    because(
        "kafka-clients ends the rebalance within the inner poll, and tells of it once more",
        "a listener that polls when revoked, classic");
    because(
        "kafka-clients tells a listener of the loss of what was given up long before",
        "a listener that unsubscribes when assigned, consumer",
        "a listener that unsubscribes when revoked, consumer",
        "close after unsubscribing in 0 ms, consumer",
        "close after unsubscribing in 5000 ms, consumer",
        "unsubscribe commits what was read, consumer");
    because(
        "kafka-clients goes on with its network client, which was closed from within",
        "a listener that closes when assigned, classic",
        "a listener that closes when revoked, classic",
        "a callback that closes the consumer, classic");
    because(
        "kafka-clients does not tell the callback which offsets were not committed",
        "commit of an unknown partition, consumer",
        "commit of an unknown topic, consumer",
        "commit of one good and one unknown, consumer",
        "commit of much metadata, consumer",
        "commit of nothing, consumer");
    because(
        "kafka-clients wraps what a callback throws, though only within poll",
        "a callback that throws, consumer");
    because(
        "kafka-clients gives a commit up that has not found its coordinator when it is closed",
        "commitAsync and close, classic",
        "commitAsync and close, consumer");
    because(
        "closing in no time, ours waits for nothing and so is not interrupted",
        "close as an interrupted member in 0 ms, classic",
        "close as an interrupted member in 0 ms, consumer");
    because(
        "kafka-clients still says which member it was, and is refused with another error",
        "a static member that commits as an outsider, consumer");
    because(
        "kafka-clients clears the thread's interrupt, for nobody to see any more",
        "close as an interrupted member in 5000 ms, consumer");
    because(
        "kafka-clients ignores the call by this protocol, in a closed consumer too",
        "enforceRebalance after close, consumer");
    because(
        "kafka-clients does not let itself be woken up in there by this protocol",
        "wakeup before endOffsets, consumer",
        "wakeup before offsetsForTimes, consumer");
    because(
        "without a group there is nothing to wait for, and so nothing to interrupt",
        "interrupt before unsubscribe, consumer");
    because(
        "kafka-clients asks for a time before 1970, and never has an answer",
        "config {auto.offset.reset=by_duration:P100000D}, classic",
        "config {auto.offset.reset=by_duration:P100000D}, consumer");
    because(
        "kafka-clients asks no more where a partition ends that it is about to give up",
        "a position of what is still held, consumer");
  }

  private KnownDifferences() {}

  private static void because(String reason, String... misuses) {
    for (String misuse : misuses) {
      REASONS.put(misuse, reason);
    }
  }

  /** Null if they have to be alike. */
  static String reason(String misuse) {
    return REASONS.get(misuse);
  }

  /** The notes without what is only worded in another way. */
  static List<String> leaveOut(List<String> notes) {
    return notes.stream().map(KnownDifferences::leaveOut).toList();
  }

  private static String leaveOut(String note) {
    String plain = note;
    for (Map.Entry<Pattern, String> wording : WORDINGS.entrySet()) {
      plain = wording.getKey().matcher(plain).replaceAll(wording.getValue());
    }
    return plain;
  }
}
