package io.barnabas.it.threads;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Compares a log with the numbers that threads gave their records. Used by one thread. */
final class ThreadOrder implements Consumer<ConsumerRecord<byte[], byte[]>> {
  private static final int MAX_FINDINGS = 10;

  /** By partition and thread: the number of the last record. */
  private final int[][] last;

  /** By thread: which records were there. */
  private final List<BitSet> seen = new ArrayList<>();

  private final List<String> findings = new ArrayList<>();

  ThreadOrder(int partitions, int threads) {
    last = new int[partitions][threads];
    for (int[] each : last) {
      Arrays.fill(each, -1);
    }
    for (int i = 0; i < threads; i++) {
      seen.add(new BitSet());
    }
  }

  @Override
  public void accept(ConsumerRecord<byte[], byte[]> record) {
    ByteBuffer value = ByteBuffer.wrap(record.value());
    int thread = value.getInt();
    int number = value.getInt();
    if (seen.get(thread).get(number)) {
      find("doubled", record, thread, number);
    } else if (number < last[record.partition()][thread]) {
      find("out of order", record, thread, number);
    }
    seen.get(thread).set(number);
    last[record.partition()][thread] = number;
  }

  private void find(String what, ConsumerRecord<?, ?> record, int thread, int number) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(
          "%s: record %d of thread %d at %d/%d"
              .formatted(what, number, thread, record.partition(), record.offset()));
    }
  }

  /** The first few that are wrong, in words. */
  List<String> findings() {
    return findings;
  }

  /** How many different records of a thread were there. */
  int countOf(int thread) {
    return seen.get(thread).cardinality();
  }
}
