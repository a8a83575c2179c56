package io.barnabas.benchmarks.client;

import io.barnabas.benchmarks.client.Workload.Kind;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends as fast as the producer takes it. */
final class ProduceWork implements Work {
  private static final int SENDS_PER_CLOCK_READ = 256;

  private final Producer<byte[], byte[]> producer;
  private final Records records;
  private final Outcomes outcomes;

  private ProduceWork(Producer<byte[], byte[]> producer, Records records, Outcomes outcomes) {
    this.producer = producer;
    this.records = records;
    this.outcomes = outcomes;
  }

  static ProduceWork start(Workload workload, ClientKind client, Map<String, Object> common) {
    Kind kind = workload.kind();
    return new ProduceWork(
        client.producer(workload.configWith(common)),
        Records.of(workload.valueBytes(), kind == Kind.PRODUCE_KEYED),
        kind == Kind.PRODUCE ? null : new Outcomes());
  }

  @Override
  public WorkDone run(long nanos) {
    long deadline = System.nanoTime() + nanos;
    long sent = 0;
    do {
      for (int i = 0; i < SENDS_PER_CLOCK_READ; i++) {
        producer.send(records.next(), outcomes);
      }
      sent += SENDS_PER_CLOCK_READ;
    } while (System.nanoTime() - deadline < 0);
    producer.flush();
    return outcomes == null ? new WorkDone(sent, 0, Latency.NONE) : outcomes.take(sent);
  }

  @Override
  public void close() {
    producer.close();
  }

  /** The one callback of all sends. Called by the producer's thread, read after a flush. */
  private static final class Outcomes implements Callback {
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    @Override
    public void onCompletion(RecordMetadata metadata, Exception failure) {
      AtomicLong counter = failure == null ? confirmed : failed;
      counter.setRelease(counter.getPlain() + 1); // one thread writes
    }

    WorkDone take(long sent) {
      long records = confirmed.getAndSet(0);
      failed.set(0);
      return new WorkDone(records, sent - records, Latency.NONE);
    }
  }
}
