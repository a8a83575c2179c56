package io.barnabas.benchmarks.record;

import io.barnabas.benchmarks.SampleValues;
import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import io.barnabas.protocol.record.RecordBatchReader;
import io.barnabas.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Checks and decodes one batch down to the value's bytes; the score is for one record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BatchReadBenchmark {

  private static final int RECORDS = BatchWriteBenchmark.RECORDS;

  /** The codec, by the name it has in {@code compression.type}. */
  @Param({"none", "lz4", "zstd"})
  public String codec;

  private final Decompressor decompressor = new Decompressor();
  private final DecompressedBytes decompressed = new DecompressedBytes();
  private ByteBuffer batch;

  @Setup
  public void prepare() {
    byte[] value = SampleValues.text(100);
    try (MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(16 * 1024),
            Compression.of(CompressionType.forName(codec)).build(),
            TimestampType.CREATE_TIME,
            0)) {
      for (int i = 0; i < RECORDS; i++) {
        builder.append(1_700_000_000_000L, null, value);
      }
      batch = builder.build().buffer();
    }
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void barnabas(Blackhole sink) {
    RecordBatchReader reader = new RecordBatchReader(batch.duplicate());
    while (reader.next()) {
      reader.verifyCrc();
      RecordCursor records = reader.records(decompressor, decompressed);
      while (records.next()) {
        sink.consume(records.valueBytes());
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void kafkaClients(Blackhole sink) {
    for (MutableRecordBatch each : MemoryRecords.readableRecords(batch.duplicate()).batches()) {
      each.ensureValid();
      for (Record record : each) {
        byte[] value = new byte[record.valueSize()];
        record.value().get(value);
        sink.consume(value);
      }
    }
  }
}
