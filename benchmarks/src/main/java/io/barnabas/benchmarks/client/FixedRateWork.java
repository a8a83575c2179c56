package io.barnabas.benchmarks.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * 1,000 records a second with linger 0, so that each is a request and a fetch of its own, produced
 * and read back by one process. Open loop: a latency counts from when the record was due, not from
 * when it could be sent, to its callback.
 */
final class FixedRateWork implements Work {
  private static final long INTERVAL_NANOS = 1_000_000;
  private static final int WARM_UP_FACTOR = 4;
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final TopicPartition PARTITION = new TopicPartition(Workload.TOPIC, 0);

  private final Producer<byte[], byte[]> producer;
  private final Records records;
  private final Reader reader;

  private FixedRateWork(Producer<byte[], byte[]> producer, Records records, Reader reader) {
    this.producer = producer;
    this.records = records;
    this.reader = reader;
  }

  static FixedRateWork start(Workload workload, ClientKind client, Map<String, Object> common) {
    Map<String, Object> config = workload.configWith(common);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    Reader reader = new Reader(client.consumer(workload.configWith(common)));
    Records records = Records.of(workload.valueBytes(), false);
    FixedRateWork work = new FixedRateWork(client.producer(config), records, reader);
    reader.start();
    return work;
  }

  @Override
  public WorkDone run(long nanos) {
    Round round = new Round();
    long start = System.nanoTime();
    for (long due = start; due - start < nanos; due += INTERVAL_NANOS) {
      awaitNanoTime(due);
      round.send(due);
    }
    return round.end();
  }

  /**
   * Takes {@value #WARM_UP_FACTOR} times as long: a thousand records a second are so few that the
   * compiler would be at work for minutes. Most of the time each record leaves as soon as the one
   * before is confirmed, so that requests are many and none carries two records; then as measured.
   */
  @Override
  public WorkDone warmUp(long nanos) {
    Round round = new Round();
    long start = System.nanoTime();
    for (long now = start; now - start < (WARM_UP_FACTOR - 1) * nanos; now = System.nanoTime()) {
      await(round.send(now));
    }
    round.end();
    return run(nanos);
  }

  private static void await(Future<RecordMetadata> sent) {
    try {
      sent.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("no warm-up", e);
    }
  }

  private static void awaitNanoTime(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() {
    producer.close();
    reader.close();
  }

  /** What is sent in one go, and what came of it. */
  private final class Round {
    private final Histogram latencies = new ConcurrentHistogram(SIGNIFICANT_DIGITS);
    private final AtomicLong problems = new AtomicLong();
    private final long readBefore = reader.records.get();
    private long sends;

    Future<RecordMetadata> send(long due) {
      sends++;
      return producer.send(
          records.next(),
          (metadata, failure) -> {
            latencies.recordValue(System.nanoTime() - due);
            problems.addAndGet(failure == null ? 0 : 1);
          });
    }

    /** Once all is confirmed and read back. */
    WorkDone end() {
      producer.flush();
      reader.await(readBefore + sends);
      problems.addAndGet(reader.disorders.getAndSet(0));
      return new WorkDone(sends - problems.get(), problems.get(), Latency.of(latencies));
    }
  }

  /** Reads back what is produced from now on. Only its counters are read by other threads. */
  private static final class Reader {
    private static final long LONGEST_WAIT_NANOS = 10_000_000_000L;

    private final Consumer<byte[], byte[]> consumer;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong disorders = new AtomicLong();
    private final Thread thread = new Thread(this::run, "reader");
    private volatile boolean closed;

    Reader(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
      consumer.assign(List.of(PARTITION));
      consumer.seekToEnd(List.of(PARTITION));
      consumer.position(PARTITION);
    }

    void start() {
      thread.start();
    }

    private void run() {
      try (consumer) {
        long next = consumer.position(PARTITION);
        while (!closed) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
            disorders.addAndGet(record.offset() == next ? 0 : 1);
            next = record.offset() + 1;
            records.incrementAndGet();
          }
        }
      }
    }

    void await(long count) {
      long start = System.nanoTime();
      while (records.get() < count) {
        if (System.nanoTime() - start > LONGEST_WAIT_NANOS) {
          throw new IllegalStateException("read " + records + " of " + count + " records");
        }
        LockSupport.parkNanos(INTERVAL_NANOS);
      }
    }

    void close() {
      closed = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
