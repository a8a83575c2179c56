package io.barnabas.producer.model;

import io.barnabas.producer.model.ModelLog.Fate;
import io.barnabas.producer.model.ModelTransaction.Told;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares what the application was told of its transactions with what the brokers have. */
final class TransactionCheck {
  private final ModelLog[] logs;
  private final List<Long> committedOffsets;
  private final Set<String> committed = new HashSet<>();

  TransactionCheck(ModelLog[] logs, List<Long> committedOffsets) {
    this.logs = logs;
    this.committedOffsets = committedOffsets;
    for (ModelLog log : logs) {
      committed.addAll(log.values(Fate.COMMITTED));
    }
  }

  void check(List<ModelTransaction> transactions) {
    transactions.forEach(this::checkOutcome);
    for (int partition = 0; partition < logs.length; partition++) {
      checkOrder(partition, transactions);
    }
    Violation.unless(
        new HashSet<>(committedOffsets).size() == committedOffsets.size(),
        () -> "offsets committed twice: " + committedOffsets);
  }

  /** Nothing of a transaction that is open may be left behind. */
  void checkNothingHangs() {
    for (ModelLog log : logs) {
      Violation.unless(log.values(Fate.OPEN).isEmpty(), () -> "hanging: " + log.values(Fate.OPEN));
    }
  }

  private void checkOutcome(ModelTransaction transaction) {
    List<Boolean> parts = new ArrayList<>();
    transaction.records.forEach(record -> parts.add(committed.contains(record.value)));
    transaction.offsets.forEach(offset -> parts.add(committedOffsets.contains(offset)));
    boolean all = !parts.contains(false);
    boolean none = !parts.contains(true);
    Violation.unless(all || none, () -> "committed in part: " + transaction);
    boolean mayBe = transaction.mayBeCommitted && transaction.told != Told.ABORTED;
    Violation.unless(none || mayBe, () -> "committed: " + transaction);
    if (transaction.told == Told.COMMITTED) {
      Violation.unless(all, () -> "not committed: " + transaction);
      for (ModelRecord record : transaction.records) {
        Violation.unless(record.isAcknowledged(), () -> "committed, but " + record);
      }
    }
  }

  /** What is committed stands there once, in the order of the calls. */
  private void checkOrder(int partition, List<ModelTransaction> transactions) {
    List<String> there = logs[partition].values(Fate.COMMITTED);
    Set<String> known = new HashSet<>(there);
    List<String> inOrder =
        transactions.stream()
            .flatMap(transaction -> transaction.records.stream())
            .filter(record -> record.partition == partition && known.contains(record.value))
            .map(record -> record.value)
            .toList();
    Violation.unless(inOrder.equals(there), () -> "doubled or out of order: " + there);
  }
}
