package io.barnabas.it.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.it.checked.LogReader;
import io.barnabas.producer.BarnabasProducer;
import io.barnabas.testkit.KafkaCluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a thread sends to a partition comes there in its order, however many threads send. */
@Timeout(300)
class ThreadOrderTest {
  private static final int THREADS = 64;
  private static final int PARTITIONS = 7;

  /** How long to send, in all. */
  private static final int SECONDS = Integer.getInteger("barnabas.threads.seconds", 4);

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4"})
  void eachThreadsRecordsAreThereOnceInItsOrder(String compression) throws Exception {
    KafkaCluster cluster = KafkaCluster.shared();
    String topic = "threads-" + compression;
    cluster.createTopic(topic, PARTITIONS);
    ThreadOrder order = new ThreadOrder(PARTITIONS, THREADS);

    List<SendingThread> threads;
    try (Producer<byte[], byte[]> producer = producer(cluster, compression)) {
      threads = threads(producer, topic);
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    LogReader.read(cluster.bootstrapServers(), topic, "read_uncommitted", order);

    assertEquals(List.of(), order.findings());
    for (int i = 0; i < THREADS; i++) {
      assertEquals(threads.get(i).sent(), order.countOf(i));
    }
  }

  private static List<SendingThread> threads(Producer<byte[], byte[]> producer, String topic) {
    long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS) / 2;
    return IntStream.range(0, THREADS)
        .mapToObj(number -> new SendingThread(producer, topic, PARTITIONS, number, untilNanos))
        .toList();
  }

  /** Little memory, so that threads also wait for it; five requests under way. */
  private static Producer<byte[], byte[]> producer(KafkaCluster cluster, String compression) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            cluster.bootstrapServers(),
            "compression.type",
            compression,
            "buffer.memory",
            500_000);
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new BarnabasProducer<>(config, bytes, bytes);
  }
}
