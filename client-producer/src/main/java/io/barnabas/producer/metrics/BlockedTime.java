package io.barnabas.producer.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long calls have blocked application threads, in nanoseconds since the producer was made
 * (KIP-761). Added to when a call returns; thread-safe.
 */
public final class BlockedTime {

  /** What a thread was blocked in. */
  public enum Call {
    FLUSH("flush", "in flush"),
    METADATA_WAIT("metadata-wait", "waiting on topic metadata"),
    TXN_INIT("txn-init", "in initTransactions"),
    TXN_BEGIN("txn-begin", "in beginTransaction"),
    TXN_SEND_OFFSETS("txn-send-offsets", "in sendOffsetsToTransaction"),
    TXN_COMMIT("txn-commit", "in commitTransaction"),
    TXN_ABORT("txn-abort", "in abortTransaction"),
    TXN_PREPARE("txn-prepare", "in prepareTransaction");

    private final String metric;
    private final String description;

    Call(String base, String doing) {
      this.metric = base + "-time-ns-total";
      this.description = "Total time producer has spent " + doing + " in nanoseconds.";
    }

    String metric() {
      return metric;
    }

    String description() {
      return description;
    }
  }

  private final Map<Call, LongAdder> nanos = new EnumMap<>(Call.class);

  public BlockedTime() {
    for (Call call : Call.values()) {
      nanos.put(call, new LongAdder());
    }
  }

  public void add(Call call, long blockedNanos) {
    nanos.get(call).add(blockedNanos);
  }

  public long nanos(Call call) {
    return nanos.get(call).sum();
  }
}
