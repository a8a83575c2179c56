package io.barnabas.it.checked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What was sent to one topic and what the producer said of it. Thread-safe. */
public final class Ledger {
  private final String topic;
  private final List<Lane> lanes;

  public Ledger(String topic, int partitions) {
    this.topic = topic;
    this.lanes = IntStream.range(0, partitions).mapToObj(Lane::new).toList();
  }

  public String topic() {
    return topic;
  }

  /** Sends the next record of a partition; its result enters this ledger. */
  public void send(Producer<byte[], byte[]> producer, int partition) {
    CheckedRecord record = next(partition);
    producer.send(record.toSend(), (metadata, error) -> result(record, metadata, error));
  }

  CheckedRecord next(int partition) {
    return new CheckedRecord(topic, partition, lanes.get(partition).next());
  }

  void result(CheckedRecord record, RecordMetadata metadata, Exception error) {
    Lane lane = lanes.get(record.partition());
    if (error != null) {
      lane.failed(record.sequence(), error);
    } else if (metadata.partition() != record.partition()) {
      lane.failed(record.sequence(), new IllegalStateException("went to " + metadata));
    } else {
      lane.acknowledged(record.sequence(), metadata.offset());
    }
  }

  Collection<Lane> lanes() {
    return lanes;
  }

  Lane lane(int partition) {
    return lanes.get(partition);
  }

  public int sent() {
    return lanes.stream().mapToInt(Lane::sent).sum();
  }

  public int acknowledged() {
    return lanes.stream().mapToInt(Lane::acknowledged).sum();
  }

  public int acknowledged(int partition) {
    return lanes.get(partition).acknowledged();
  }

  /** Sent, and without a result so far. */
  public int open(int partition) {
    return lanes.get(partition).open();
  }

  /** The first few failures of each partition, in words. */
  public List<String> failures() {
    List<String> all = new ArrayList<>();
    lanes.forEach(lane -> all.addAll(lane.failures()));
    return all;
  }

  /** One partition's part. Guarded by itself. */
  static final class Lane {
    private static final long NO_RESULT = -1;
    private static final long FAILED = -2;

    private final int partition;
    private int sent;
    private int results;
    private int acknowledged;
    private int doubleResults;

    /** By sequence: the offset that was acknowledged, or one of the marks above. */
    private long[] offsets = new long[1024];

    private final Map<Integer, Exception> failures = new TreeMap<>();

    Lane(int partition) {
      this.partition = partition;
    }

    private synchronized int next() {
      if (sent == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * sent);
      }
      offsets[sent] = NO_RESULT;
      return sent++;
    }

    private synchronized void acknowledged(int sequence, long offset) {
      if (settle(sequence, offset)) {
        acknowledged++;
      }
    }

    private synchronized void failed(int sequence, Exception error) {
      if (settle(sequence, FAILED)) {
        failures.put(sequence, error);
      }
    }

    private boolean settle(int sequence, long outcome) {
      if (offsets[sequence] != NO_RESULT) {
        doubleResults++;
        return false;
      }
      results++;
      offsets[sequence] = outcome;
      return true;
    }

    int partition() {
      return partition;
    }

    synchronized int sent() {
      return sent;
    }

    synchronized int acknowledged() {
      return acknowledged;
    }

    synchronized int open() {
      return sent - results;
    }

    synchronized int doubleResults() {
      return doubleResults;
    }

    synchronized int failed() {
      return failures.size();
    }

    synchronized boolean isAcknowledged(int sequence) {
      return offsets[sequence] >= 0;
    }

    /** True unless another offset was acknowledged. */
    synchronized boolean mayBeAt(int sequence, long offset) {
      return offsets[sequence] < 0 || offsets[sequence] == offset;
    }

    private synchronized List<String> failures() {
      return failures.entrySet().stream()
          .limit(3)
          .map(each -> partition + "/" + each.getKey() + ": " + each.getValue())
          .toList();
    }
  }
}
