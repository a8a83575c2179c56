package io.barnabas.benchmarks.record;

import io.barnabas.benchmarks.SampleValues;
import io.barnabas.protocol.compress.Compressor;
import io.barnabas.protocol.record.RecordBatchWriter;
import io.barnabas.protocol.record.RecordHeader;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Fills, seals and stamps one batch; the score is for one record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BatchWriteBenchmark {

  static final int RECORDS = 140;
  private static final int BATCH_BYTES = 16 * 1024;
  private static final long TIMESTAMP_MS = 1_700_000_000_000L;
  private static final RecordHeader[] NO_HEADERS = {};

  /** The codec, by the name it has in {@code compression.type}. */
  @Param({"none", "lz4", "zstd"})
  public String codec;

  private final byte[] value = SampleValues.text(100);
  private final byte[] array = new byte[BATCH_BYTES];
  private final ByteBuffer buffer = ByteBuffer.allocate(BATCH_BYTES);
  private Compressor compressor;
  private Compression kafkaCompression;

  @Setup
  public void prepare() {
    var ours = io.barnabas.protocol.compress.Compression.forName(codec);
    compressor =
        ours == io.barnabas.protocol.compress.Compression.NONE ? null : ours.newCompressor();
    kafkaCompression = Compression.of(CompressionType.forName(codec)).build();
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public ByteBuffer barnabas() {
    RecordBatchWriter batch = new RecordBatchWriter(array, 0, array.length);
    for (int i = 0; i < RECORDS; i++) {
      batch.tryAppend(TIMESTAMP_MS, null, value, NO_HEADERS);
    }
    batch.seal(compressor);
    return batch.build();
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public MemoryRecords kafkaClients() {
    buffer.clear();
    try (MemoryRecordsBuilder batch =
        MemoryRecords.builder(buffer, kafkaCompression, TimestampType.CREATE_TIME, 0)) {
      for (int i = 0; i < RECORDS; i++) {
        batch.append(TIMESTAMP_MS, null, value);
      }
      return batch.build();
    }
  }
}
