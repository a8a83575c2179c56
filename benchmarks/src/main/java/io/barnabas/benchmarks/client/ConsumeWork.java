package io.barnabas.benchmarks.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Polls as fast as records come, from all partitions, assigned by hand or by a group. */
final class ConsumeWork implements Work {
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Map<String, Object> FROM_THE_BEGINNING =
      Map.of("auto.offset.reset", "earliest");

  private final Consumer<byte[], byte[]> consumer;
  private final int valueBytes;
  private final long[] nextOffsets;

  private ConsumeWork(Consumer<byte[], byte[]> consumer, int valueBytes, int partitions) {
    this.consumer = consumer;
    this.valueBytes = valueBytes;
    this.nextOffsets = new long[partitions];
  }

  static ConsumeWork start(Workload workload, ClientKind client, Map<String, Object> common) {
    Map<String, Object> config = workload.configWith(common);
    config.putAll(FROM_THE_BEGINNING);
    int partitions = workload.sink().partitions();
    Consumer<byte[], byte[]> consumer = client.consumer(config);
    if (workload.kind() == Workload.Kind.CONSUME_IN_GROUP) {
      consumer.subscribe(List.of(Workload.TOPIC));
    } else {
      consumer.assign(all(partitions));
    }
    return new ConsumeWork(consumer, workload.valueBytes(), partitions);
  }

  private static List<TopicPartition> all(int partitions) {
    return IntStream.range(0, partitions)
        .mapToObj(partition -> new TopicPartition(Workload.TOPIC, partition))
        .toList();
  }

  @Override
  public WorkDone run(long nanos) {
    long deadline = System.nanoTime() + nanos;
    long records = 0;
    long problems = 0;
    do {
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(PATIENCE);
      for (ConsumerRecord<byte[], byte[]> record : polled) {
        problems += isExpected(record) ? 0 : 1;
        records++;
      }
    } while (System.nanoTime() - deadline < 0);
    return new WorkDone(records, problems, Latency.NONE);
  }

  /** The least that an application does: looks where the record is from, and at its value. */
  private boolean isExpected(ConsumerRecord<byte[], byte[]> record) {
    int partition = record.partition();
    long offset = record.offset();
    boolean inOrder = offset == nextOffsets[partition];
    nextOffsets[partition] = offset + 1;
    return inOrder && record.value().length == valueBytes;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
