package io.barnabas.benchmarks.record;

import static io.barnabas.protocol.ApiMessage.ZERO_UUID;

import io.barnabas.benchmarks.SampleValues;
import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.cluster.TopicMetadata;
import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.batch.Outcome;
import io.barnabas.producer.batch.ProducerBatch;
import io.barnabas.producer.batch.SendFuture;
import io.barnabas.producer.batch.TopicQueue;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.record.RecordHeader;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Appends one record to the accumulator, as {@code send} does once it has bytes and timestamp. The
 * same thread ends each full batch, as the loop does when the answer comes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AppendBenchmark {
  private static final int PARTITIONS = 6;
  private static final int BATCH_BYTES = 16 * 1024;
  private static final long BUFFER_BYTES = 32L << 20;
  private static final long TIMESTAMP_MS = 1_700_000_000_000L;
  private static final long NEVER_MS = Long.MAX_VALUE / 2;
  private static final int[] NO_NODES = {};
  private static final Outcome WRITTEN = Outcome.written(0, -1);

  /** The size of each record's value. */
  @Param({"10", "100", "1024"})
  public int valueBytes;

  /** Whether each record has a callback. */
  @Param({"false", "true"})
  public boolean callbacks;

  private byte[] value;
  private Callback callback;
  private Accumulator accumulator;
  private TopicQueue topic;
  private boolean woken;

  @Setup
  public void prepare() {
    value = SampleValues.text(valueBytes);
    callback = callbacks ? (metadata, failure) -> {} : null;
    accumulator =
        new Accumulator(
            new Accumulator.Limits(BATCH_BYTES, NEVER_MS, BUFFER_BYTES),
            Compression.NONE,
            Compression.NONE.defaultLevel(),
            () -> 0,
            () -> woken = true,
            (partition, error) -> {});
    topic = accumulator.topic("benchmark");
    topic.learn(new TopicMetadata("benchmark", ZERO_UUID, false, partitions()), 1);
  }

  private static PartitionMetadata[] partitions() {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(
            each -> new PartitionMetadata(each, 0, 0, NO_NODES, NO_NODES, NO_NODES, ErrorCode.NONE))
        .toArray(PartitionMetadata[]::new);
  }

  @Benchmark
  public SendFuture append() throws InterruptedException {
    SendFuture future =
        accumulator.append(
            topic,
            Accumulator.ANY_PARTITION,
            TIMESTAMP_MS,
            null,
            value,
            RecordHeader.NONE,
            callback,
            0);
    if (woken) {
      woken = false;
      accumulator.handOver(TIMESTAMP_MS, this::end);
    }
    return future;
  }

  private void end(ProducerBatch batch) {
    if (batch.isReady()) {
      batch.complete(WRITTEN);
      accumulator.release(batch);
    }
  }

  @TearDown
  public void close() {
    accumulator.close();
  }
}
