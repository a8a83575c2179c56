package io.barnabas.producer.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.cluster.TopicMetadata;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.record.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads append to few partitions with little memory, while a loop takes what is there. */
@Timeout(60)
class AccumulatorStressTest {
  private static final int THREADS = 8;
  private static final int PER_THREAD = 20_000;
  private static final int PARTITIONS = 3;
  private static final int BATCH = 1000;
  private static final long MEMORY = 20 * BATCH;

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @EnumSource(names = {"NONE", "LZ4"})
  void eachRecordComesOnceInTheOrderOfItsThreadAndAllMemoryComesBack(Compression compression)
      throws Exception {
    Accumulator accumulator =
        new Accumulator(
            new Accumulator.Limits(BATCH, 0, MEMORY),
            compression,
            compression.defaultLevel(),
            () -> System.nanoTime() / 1_000_000,
            () -> {},
            (partition, error) -> failures.add(error));
    TopicQueue topic = accumulator.topic("t");
    topic.learn(metadata(), 1);
    int[][] last = new int[PARTITIONS][THREADS];
    AtomicInteger completed = new AtomicInteger();
    List<Thread> threads = start(accumulator, topic, last, completed);

    Loop loop = new Loop(accumulator);
    while (completed.get() < THREADS * PER_THREAD && failures.isEmpty()) {
      loop.turn();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(List.of(), List.copyOf(failures));
    assertEquals(MEMORY, accumulator.pool().availableBytes());
    assertTrue(loop.batches > 1);
  }

  /**
   * Callbacks run on the loop, in the order of the partition: each thread's records must ascend.
   */
  private List<Thread> start(
      Accumulator accumulator, TopicQueue topic, int[][] last, AtomicInteger completed) {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int id = t;
      Thread thread =
          new Thread(
              () -> {
                try {
                  for (int i = 1; i <= PER_THREAD; i++) {
                    int number = i;
                    accumulator.append(
                        topic,
                        id % 2 == 0 ? Accumulator.ANY_PARTITION : id % PARTITIONS,
                        1,
                        null,
                        ByteBuffer.allocate(8).putInt(id).putInt(number).array(),
                        RecordHeader.NONE,
                        (metadata, error) -> {
                          if (error != null || last[metadata.partition()][id] >= number) {
                            failures.add(new AssertionError("out of order", error));
                          }
                          last[metadata.partition()][id] = number;
                          completed.incrementAndGet();
                        },
                        30_000);
                  }
                } catch (Throwable e) {
                  failures.add(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  /** Completes what it gets. */
  private static final class Loop implements Intake {
    private final Accumulator accumulator;
    private final Map<PartitionQueue, ArrayDeque<ProducerBatch>> known = new HashMap<>();
    private final ArrayDeque<ProducerBatch> open = new ArrayDeque<>();
    private final ArrayDeque<ProducerBatch> ready = new ArrayDeque<>();
    private int batches;

    Loop(Accumulator accumulator) {
      this.accumulator = accumulator;
    }

    void turn() {
      accumulator.handOver(System.nanoTime() / 1_000_000, this);
      while (!open.isEmpty()) {
        open.poll().seal();
      }
      accumulator.handOver(System.nanoTime() / 1_000_000, this);
      while (!ready.isEmpty()) {
        ProducerBatch batch = ready.poll();
        batch.build(-1, (short) -1, -1, false);
        batch.complete(Outcome.written(0, -1));
        accumulator.release(batch);
        batches++;
      }
    }

    @Override
    public void onAnnounced(ProducerBatch batch) {
      PartitionQueue queue = batch.queue();
      if (batch.markKnown()) {
        known.computeIfAbsent(queue, q -> new ArrayDeque<>()).add(batch);
        if (!batch.isSealed()) {
          open.add(batch);
        }
      }
      ArrayDeque<ProducerBatch> unready = known.get(queue);
      while (!unready.isEmpty() && unready.peek().isReady()) {
        ready.add(unready.poll());
      }
    }
  }

  private static TopicMetadata metadata() {
    PartitionMetadata[] partitions = new PartitionMetadata[PARTITIONS];
    for (int i = 0; i < PARTITIONS; i++) {
      partitions[i] =
          new PartitionMetadata(i, 1, 0, new int[0], new int[0], new int[0], ErrorCode.NONE);
    }
    return new TopicMetadata("t", new UUID(1, 2), false, partitions);
  }
}
