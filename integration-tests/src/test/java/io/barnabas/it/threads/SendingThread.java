package io.barnabas.it.threads;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends numbered records in bursts, in turn to a partition of its choice, to that of a key and to
 * whichever the producer likes. The fields are its own until it has ended.
 */
final class SendingThread extends Thread {
  private static final int BURST = 30;
  private static final long PAUSE_NANOS = 10_000_000;

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final int partitions;
  private final int number;
  private final long untilNanos;
  private int sent;
  private Throwable death;

  SendingThread(
      Producer<byte[], byte[]> producer,
      String topic,
      int partitions,
      int number,
      long untilNanos) {
    super("sender-" + number);
    this.producer = producer;
    this.topic = topic;
    this.partitions = partitions;
    this.number = number;
    this.untilNanos = untilNanos;
  }

  @Override
  public void run() {
    try {
      while (System.nanoTime() - untilNanos < 0) {
        for (int i = 0; i < BURST; i++) {
          producer.send(next());
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Throwable e) {
      death = e;
    }
  }

  private ProducerRecord<byte[], byte[]> next() {
    int nth = sent++;
    byte[] key = nth % 3 == 1 ? new byte[] {(byte) nth} : null;
    Integer partition = nth % 3 == 2 ? (Integer) (nth % partitions) : null;
    byte[] value = ByteBuffer.allocate(8).putInt(number).putInt(nth).array();
    return new ProducerRecord<>(topic, partition, key, value);
  }

  /** How many records it has sent; fails if it has ended before its time. */
  int sent() throws InterruptedException {
    join();
    if (death != null) {
      throw new AssertionError(getName() + " has died", death);
    }
    return sent;
  }
}
