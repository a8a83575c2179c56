package io.barnabas.benchmarks.record;

import io.barnabas.protocol.record.RecordBatchWriter;
import io.barnabas.protocol.record.RecordHeader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Header and CRC-32C of one sealed batch; the score is for the batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChecksumBenchmark {
  private static final int OVERHEAD = 128;

  /** The size of the batch, but for its header. */
  @Param({"100", "16384", "1048576"})
  public int bytes;

  private RecordBatchWriter batch;
  private byte[] array;

  @Setup
  public void prepare() {
    array = new byte[bytes + OVERHEAD];
    batch = new RecordBatchWriter(array, 0, array.length);
    batch.tryAppend(0, null, new byte[bytes], RecordHeader.NONE);
    batch.seal(null);
  }

  @Benchmark
  public byte[] stamp() {
    batch.stamp(1, (short) 0, 0, false);
    return array;
  }
}
