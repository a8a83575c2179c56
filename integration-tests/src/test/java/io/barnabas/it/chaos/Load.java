package io.barnabas.it.chaos;

import io.barnabas.it.checked.Ledger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;

/**
 * Sends to all partitions in turn from a thread of its own: as fast as it can, but slowly while a
 * fault is under way, so that sending never ends before the faults do.
 */
final class Load {
  private final Ledger ledger;
  private final Producer<byte[], byte[]> producer;
  private final int partitions;
  private final int records;
  private final Thread thread = new Thread(this::run, "chaos-load");

  /** Written by the thread that makes the faults. */
  private volatile long pauseNanos;

  private volatile boolean endless = true;
  private volatile Throwable death;

  Load(Ledger ledger, Producer<byte[], byte[]> producer, int partitions, int records) {
    this.ledger = ledger;
    this.producer = producer;
    this.partitions = partitions;
    this.records = records;
  }

  void start() {
    thread.start();
  }

  void slow(int recordsPerSecond) {
    pauseNanos = TimeUnit.SECONDS.toNanos(1) / recordsPerSecond;
  }

  void fast() {
    pauseNanos = 0;
  }

  /** Returns when at least the wanted number of records was sent. */
  void finish() throws InterruptedException {
    endless = false;
    thread.join();
    if (death != null) {
      throw new IllegalStateException("sending ended early", death);
    }
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    try {
      for (int i = 0; endless || i < records; i++) {
        ledger.send(producer, i % partitions);
        if (pauseNanos > 0) {
          LockSupport.parkNanos(pauseNanos);
        }
      }
    } catch (Throwable e) {
      death = e;
    }
  }
}
