package io.barnabas.producer.model;

import io.barnabas.producer.result.Written;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what the producer said of the records of a partition with the partition's log. */
final class LogCheck {
  private final List<ModelRecord> sent;
  private final List<List<String>> incarnations;
  private final boolean idempotence;
  private final Set<String> there = new HashSet<>();

  /**
   * @param sent in the order of the calls
   * @param incarnations of the log: one more for each time its topic was deleted
   * @param idempotence without it there may be doubles, and retries in another order
   */
  LogCheck(List<ModelRecord> sent, List<List<String>> incarnations, boolean idempotence) {
    this.sent = sent;
    this.incarnations = incarnations;
    this.idempotence = idempotence;
    incarnations.forEach(there::addAll);
  }

  void check() {
    sent.forEach(this::checkResult);
    if (idempotence) {
      incarnations.forEach(this::checkOrder);
    }
  }

  private void checkResult(ModelRecord record) {
    boolean isThere = there.contains(record.value);
    Violation.unless(isThere || record.written() != Written.SURELY, () -> "lost: " + record);
    Violation.unless(!isThere || record.written() != Written.SURELY_NOT, () -> "there: " + record);
    if (idempotence && record.isAcknowledged() && record.offset() >= 0) {
      Violation.unless(isAtItsOffset(record), () -> "not at its offset: " + record);
    }
  }

  private boolean isAtItsOffset(ModelRecord record) {
    int offset = (int) record.offset();
    return incarnations.stream()
        .anyMatch(log -> log.size() > offset && log.get(offset).equals(record.value));
  }

  /** Each once, in the order of the calls. */
  private void checkOrder(List<String> log) {
    Map<String, Integer> copies = new HashMap<>();
    log.forEach(value -> copies.merge(value, 1, Integer::sum));
    copies.forEach((value, count) -> Violation.unless(count == 1, () -> value + " is doubled"));
    List<String> inOrder =
        sent.stream().map(record -> record.value).filter(copies::containsKey).toList();
    Violation.unless(inOrder.equals(log), () -> "out of order: " + log);
  }
}
