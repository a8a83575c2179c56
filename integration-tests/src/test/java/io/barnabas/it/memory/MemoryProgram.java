package io.barnabas.it.memory;

import io.barnabas.producer.BarnabasProducer;
import io.barnabas.testkit.Await;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Main of a process that lets 64 threads send until all of them wait for memory, and prints how
 * many bytes the producer then holds, for each {@link Load}.
 */
final class MemoryProgram {
  static final int THREADS = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private MemoryProgram() {}

  public static void main(String[] args) throws InterruptedException {
    held(args[0], Load.all().get(0)); // loads the classes
    for (Load load : Load.all()) {
      System.out.println(held(args[0], load));
    }
  }

  private static long held(String servers, Load load) throws InterruptedException {
    long before = usedBytes();
    ByteArraySerializer bytes = new ByteArraySerializer();
    Producer<byte[], byte[]> producer = new BarnabasProducer<>(load.config(servers), bytes, bytes);
    List<Thread> threads = threads(producer, load);
    threads.forEach(Thread::start);
    Await.until("all threads to wait for memory", PATIENCE, () -> waiting(producer) == THREADS);
    long held = usedBytes() - before;
    producer.close(Duration.ZERO);
    for (Thread thread : threads) {
      thread.join();
    }
    return held;
  }

  private static List<Thread> threads(Producer<byte[], byte[]> producer, Load load) {
    byte[] value = load.value();
    Callback callback = (metadata, error) -> {};
    return IntStream.range(0, THREADS)
        .mapToObj(number -> new Thread(() -> send(producer, load, number, value, callback)))
        .toList();
  }

  private static void send(
      Producer<byte[], byte[]> producer, Load load, int number, byte[] value, Callback callback) {
    try {
      for (int i = number; ; i++) {
        producer.send(
            new ProducerRecord<>(load.topic(), i % load.partitions(), null, value), callback);
      }
    } catch (KafkaException | IllegalStateException closed) {
      return;
    }
  }

  private static long waiting(Producer<?, ?> producer) {
    return producer.metrics().entrySet().stream()
        .filter(each -> each.getKey().name().equals("waiting-threads"))
        .mapToLong(each -> ((Number) each.getValue().metricValue()).longValue())
        .sum();
  }

  /** In the heap after a collection, and outside of it. */
  private static long usedBytes() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) { // direct memory is freed a while after its collection
      System.gc();
      used = Math.min(used, heapBytes() + directBytes());
    }
    return used;
  }

  private static long heapBytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
