package io.barnabas.it.group;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Numbered records, spread evenly over the partitions, about 200 a second until it is closed. */
final class NumberedFlow implements AutoCloseable {
  private static final long PAUSE_NANOS = 5_000_000;

  private final AtomicInteger next = new AtomicInteger();
  private final Thread thread;
  private volatile boolean ends;
  private volatile Exception failure;

  NumberedFlow(String servers, String topic, int partitions) {
    thread = new Thread(() -> run(servers, topic, partitions), "flow-to-" + topic);
    thread.start();
  }

  private void run(String servers, String topic, int partitions) {
    try (KafkaProducer<Integer, String> producer =
        new KafkaProducer<>(
            // with several batches in flight to a new topic the first may be refused and then
            // expire
            Map.of("bootstrap.servers", servers, "max.in.flight.requests.per.connection", 1),
            new IntegerSerializer(),
            new StringSerializer())) {
      while (!ends) {
        int number = next.getAndIncrement();
        producer.send(
            new ProducerRecord<>(topic, number % partitions, number, "record " + number),
            (metadata, e) -> failure = e == null ? failure : e);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Ends when all is written; how many records there are. */
  int finish() throws Exception {
    close();
    thread.join();
    if (failure != null) {
      throw failure;
    }
    return next.get();
  }

  @Override
  public void close() {
    ends = true;
  }
}
