package io.barnabas.benchmarks.client;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.Producer;

/** {@code send(record).get()} in a loop, at the default linger. */
final class SendAndWaitWork implements Work {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Producer<byte[], byte[]> producer;
  private final Records records;

  private SendAndWaitWork(Producer<byte[], byte[]> producer, Records records) {
    this.producer = producer;
    this.records = records;
  }

  static SendAndWaitWork start(Workload workload, ClientKind client, Map<String, Object> common) {
    return new SendAndWaitWork(
        client.producer(workload.configWith(common)), Records.of(workload.valueBytes(), false));
  }

  @Override
  public WorkDone run(long nanos) {
    Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
    long problems = 0;
    long sentAt = System.nanoTime();
    long deadline = sentAt + nanos;
    do {
      problems += sendAndWait() ? 0 : 1;
      long now = System.nanoTime();
      latencies.recordValue(now - sentAt);
      sentAt = now;
    } while (sentAt - deadline < 0);
    return new WorkDone(latencies.getTotalCount() - problems, problems, Latency.of(latencies));
  }

  private boolean sendAndWait() {
    try {
      return producer.send(records.next()).get().hasOffset();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
