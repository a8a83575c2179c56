package io.barnabas.it.checked;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares a log, record by record in its order, with what was sent to it. Used by one thread once
 * nothing more is sent.
 */
public final class LogCheck implements Consumer<ConsumerRecord<byte[], byte[]>> {
  private static final int MAX_EXAMPLES = 10;

  private final Ledger ledger;
  private final Map<Integer, Seen> seen = new HashMap<>();
  private final List<String> examples = new ArrayList<>();
  private int read;
  private int doubled;
  private int outOfOrder;
  private int corrupt;
  private int misplaced;

  /** What was read of one partition. */
  private static final class Seen {
    private final BitSet sequences = new BitSet();
    private int last = -1;
  }

  public LogCheck(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void accept(ConsumerRecord<byte[], byte[]> record) {
    read++;
    Optional<CheckedRecord> whole = CheckedRecord.of(record).filter(this::wasSent);
    if (whole.isEmpty()) {
      corrupt++;
      example("corrupt", record.partition(), -1, record.offset());
      return;
    }
    place(whole.get(), record.offset());
  }

  private boolean wasSent(CheckedRecord record) {
    return record.topic().equals(ledger.topic())
        && record.sequence() < ledger.lane(record.partition()).sent();
  }

  private void place(CheckedRecord record, long offset) {
    int sequence = record.sequence();
    Seen there = seen.computeIfAbsent(record.partition(), p -> new Seen());
    if (there.sequences.get(sequence)) {
      doubled++;
      example("doubled", record.partition(), sequence, offset);
      return;
    }
    there.sequences.set(sequence);
    if (sequence < there.last) {
      outOfOrder++;
      example("out of order", record.partition(), sequence, offset);
    }
    there.last = Math.max(there.last, sequence);
    if (!ledger.lane(record.partition()).mayBeAt(sequence, offset)) {
      misplaced++;
      example("misplaced", record.partition(), sequence, offset);
    }
  }

  /** To be asked when the whole log was read. */
  public Verdict verdict() {
    int lost = 0;
    int failed = 0;
    int withoutResult = 0;
    int doubleResults = 0;
    for (Ledger.Lane lane : ledger.lanes()) {
      lost += lost(lane);
      failed += lane.failed();
      withoutResult += lane.open();
      doubleResults += lane.doubleResults();
    }
    return new Verdict(
        read,
        lost,
        doubled,
        outOfOrder,
        corrupt,
        misplaced,
        failed,
        withoutResult,
        doubleResults,
        examples);
  }

  private int lost(Ledger.Lane lane) {
    Seen there = seen.getOrDefault(lane.partition(), new Seen());
    int lost = 0;
    for (int sequence = 0; sequence < lane.sent(); sequence++) {
      if (lane.isAcknowledged(sequence) && !there.sequences.get(sequence)) {
        lost++;
        example("lost", lane.partition(), sequence, -1);
      }
    }
    return lost;
  }

  private void example(String finding, int partition, int sequence, long offset) {
    if (examples.size() < MAX_EXAMPLES) {
      examples.add(
          "%s: partition %d, sequence %d, offset %d"
              .formatted(finding, partition, sequence, offset));
    }
  }
}
