package io.barnabas.producer.model;

import io.barnabas.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The log of one partition as a broker keeps it: refuses what does not follow on, knows a
 * producer's last five batches again, and loses what was not replicated when the leader changes.
 */
final class ModelLog {
  private static final int REMEMBERED_BATCHES = 5;

  /** What a producer sent: its records in order. */
  record Batch(long producerId, short epoch, int sequence, List<String> values) {

    boolean isNumbered() {
      return producerId >= 0;
    }

    int lastSequence() {
      return (int) (((long) sequence + values.size() - 1) & Integer.MAX_VALUE);
    }

    boolean hasNumbersOf(Batch other) {
      return epoch == other.epoch
          && sequence == other.sequence
          && lastSequence() == other.lastSequence();
    }

    boolean follows(Batch last) {
      return epoch == last.epoch
          ? sequence == (int) ((last.lastSequence() + 1L) & Integer.MAX_VALUE)
          : sequence == 0;
    }
  }

  /** What became of an append. */
  record Appended(ErrorCode error, long baseOffset) {
    static Appended refused(ErrorCode error) {
      return new Appended(error, -1);
    }
  }

  /** What readers of committed records may see of an entry. */
  enum Fate {
    OPEN,
    COMMITTED,
    ABORTED
  }

  private static final class Entry {
    private final long baseOffset;
    private final Batch batch;
    private Fate fate = Fate.OPEN;

    private Entry(long baseOffset, Batch batch) {
      this.baseOffset = baseOffset;
      this.batch = batch;
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  /** What was in it when its topic was deleted, each time. */
  private final List<List<String>> deleted = new ArrayList<>();

  private final Map<Long, Deque<Entry>> lastBatches = new HashMap<>();
  private long endOffset;

  /** How many entries no change of leader can lose. */
  private int replicated;

  Appended append(Batch batch) {
    if (batch.isNumbered()) {
      Deque<Entry> known = lastBatches.getOrDefault(batch.producerId, new ArrayDeque<>());
      for (Entry entry : known) {
        if (entry.batch.hasNumbersOf(batch)) {
          requireSame(entry.batch, batch);
          return new Appended(ErrorCode.NONE, entry.baseOffset);
        }
      }
      if (!known.isEmpty()) {
        Batch last = known.getLast().batch;
        if (batch.epoch < last.epoch) {
          return Appended.refused(ErrorCode.INVALID_PRODUCER_EPOCH);
        }
        if (!batch.follows(last)) {
          return Appended.refused(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        }
      }
    }
    Entry entry = new Entry(endOffset, batch);
    entries.add(entry);
    remember(entry);
    endOffset += batch.values.size();
    return new Appended(ErrorCode.NONE, entry.baseOffset);
  }

  /** Numbers used twice make a broker drop the second batch and say it is written. */
  private static void requireSame(Batch written, Batch again) {
    if (!written.values.equals(again.values)) {
      throw new Violation("numbers used twice: " + written + ", " + again);
    }
  }

  private void remember(Entry entry) {
    if (!entry.batch.isNumbered()) {
      return;
    }
    Deque<Entry> known =
        lastBatches.computeIfAbsent(entry.batch.producerId, id -> new ArrayDeque<>());
    if (!known.isEmpty() && known.getLast().batch.epoch != entry.batch.epoch) {
      known.clear();
    }
    known.addLast(entry);
    if (known.size() > REMEMBERED_BATCHES) {
      known.removeFirst();
    }
  }

  /** All replicas have what is there. */
  void replicate() {
    replicated = entries.size();
  }

  /** The transaction that is open here has ended; all replicas know. */
  void end(boolean commit) {
    for (Entry entry : entries) {
      if (entry.fate == Fate.OPEN) {
        entry.fate = commit ? Fate.COMMITTED : Fate.ABORTED;
      }
    }
    replicate();
  }

  /** What has come to that, in order. */
  List<String> values(Fate fate) {
    return entries.stream()
        .filter(entry -> entry.fate == fate)
        .flatMap(entry -> entry.batch.values.stream())
        .toList();
  }

  /** Another leader, with that many of the entries that were not replicated. */
  void truncate(int survivors) {
    int kept = Math.min(entries.size(), Math.min(entries.size(), replicated) + survivors);
    entries.subList(kept, entries.size()).clear();
    Entry last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
    endOffset = last == null ? 0 : last.baseOffset + last.batch.values.size();
    lastBatches.clear();
    entries.forEach(this::remember);
    replicate();
  }

  /** Forgets its producers, as after {@code producer.id.expiration.ms}. */
  void forgetProducers() {
    lastBatches.clear();
  }

  /** Wrong: the last batch once more. */
  void repeatLast() {
    Batch last = entries.get(entries.size() - 1).batch;
    entries.add(new Entry(endOffset, last));
    endOffset += last.values.size();
    replicate();
  }

  /** Wrong: the last batch is lost, and nobody is told. */
  void dropLast() {
    entries.remove(entries.size() - 1);
    replicate();
  }

  /** Wrong: before all others. */
  long insertFirst(Batch batch) {
    entries.add(0, new Entry(0, batch));
    replicate();
    return 0;
  }

  void recreate() {
    deleted.add(values());
    entries.clear();
    truncate(0);
  }

  /** With those that are deleted: what was in them, by offset. */
  List<List<String>> incarnations() {
    List<List<String>> all = new ArrayList<>(deleted);
    all.add(values());
    return all;
  }

  private List<String> values() {
    List<String> values = new ArrayList<>();
    entries.forEach(entry -> values.addAll(entry.batch.values));
    return values;
  }
}
