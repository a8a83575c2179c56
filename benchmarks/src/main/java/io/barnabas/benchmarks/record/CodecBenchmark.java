package io.barnabas.benchmarks.record;

import io.barnabas.benchmarks.SampleValues;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.compress.Compressor;
import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Compresses and decompresses the records of one batch; the score is for the batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodecBenchmark {
  private static final byte MAGIC = RecordBatch.CURRENT_MAGIC_VALUE;

  /** The codec, by the name it has in {@code compression.type}. */
  @Param({"gzip", "snappy", "lz4", "zstd"})
  public String codec;

  /** Before compression. */
  @Param({"16384", "1048576"})
  public int bytes;

  private final Decompressor decompressor = new Decompressor();
  private final DecompressedBytes decompressed = new DecompressedBytes();
  private final BufferSupplier buffers = BufferSupplier.create();
  private Compression compression;
  private Compressor compressor;
  private org.apache.kafka.common.compress.Compression kafkaCompression;
  private byte[] plain;
  private byte[] compressed;
  private ByteBuffer target;

  @Setup
  public void prepare() {
    plain = SampleValues.text(bytes);
    compression = Compression.forName(codec);
    compressor = compression.newCompressor();
    kafkaCompression = org.apache.kafka.common.compress.Compression.of(codec).build();
    ByteBuffer packed = compressor.compress(plain, 0, plain.length);
    compressed = new byte[packed.remaining()];
    packed.get(compressed);
    target = ByteBuffer.allocate(2 * bytes);
  }

  @Benchmark
  public ByteBuffer compressBarnabas() {
    return compressor.compress(plain, 0, plain.length);
  }

  @Benchmark
  public ByteBuffer compressKafkaClients() throws IOException {
    target.clear();
    ByteBufferOutputStream bytesOut = new ByteBufferOutputStream(target);
    try (OutputStream out = kafkaCompression.wrapForOutput(bytesOut, MAGIC)) {
      out.write(plain);
    }
    return bytesOut.buffer();
  }

  @Benchmark
  public byte[] decompressBarnabas() {
    decompressor.decompress(compression, MAGIC, compressed, 0, compressed.length, decompressed);
    return decompressed.array();
  }

  @Benchmark
  public int decompressKafkaClients() throws IOException {
    try (InputStream in =
        kafkaCompression.wrapForInput(ByteBuffer.wrap(compressed), MAGIC, buffers)) {
      return in.readNBytes(target.array(), 0, plain.length);
    }
  }

  @TearDown
  public void close() {
    compressor.close();
    decompressor.close();
    buffers.close();
  }
}
