package io.barnabas.protocol.compress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.common.compress.GzipCompression;
import org.apache.kafka.common.compress.Lz4Compression;
import org.apache.kafka.common.compress.ZstdCompression;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** Content for codecs, and its compressed form by us and by kafka-clients. */
public final class CodecBytes {
  private CodecBytes() {}

  /** Content that compresses to about a quarter. */
  public static byte[] text(Random random, int length) {
    StringBuilder text = new StringBuilder(length + 16);
    while (text.length() < length) {
      text.append("\"delay\":").append(random.nextInt(1000)).append(',');
    }
    return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }

  /** Content that does not compress. */
  public static byte[] noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  public static byte[] compressed(Compression compression, byte[] content) {
    try (Compressor compressor = compression.newCompressor()) {
      return compressed(compressor, content);
    }
  }

  static byte[] compressed(Compressor compressor, byte[] content) {
    byte[] shifted = new byte[content.length + 5];
    System.arraycopy(content, 0, shifted, 3, content.length);
    ByteBuffer result = compressor.compress(shifted, 3, content.length);
    byte[] bytes = new byte[result.remaining()];
    result.get(bytes);
    return bytes;
  }

  static byte[] decompressed(Compression compression, byte[] bytes, int limit) {
    try (Decompressor decompressor = new Decompressor()) {
      return decompressed(decompressor, compression, bytes, new DecompressedBytes(limit));
    }
  }

  static byte[] decompressed(
      Decompressor decompressor, Compression compression, byte[] bytes, DecompressedBytes out) {
    byte[] shifted = new byte[bytes.length + 11];
    Arrays.fill(shifted, (byte) 0x55);
    System.arraycopy(bytes, 0, shifted, 7, bytes.length);
    decompressor.decompress(compression, 2, shifted, 7, bytes.length, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  static byte[] compressedByKafkaClients(
      Compression compression, int level, byte magic, byte[] content) {
    ByteBufferOutputStream bytes = new ByteBufferOutputStream(512);
    try (OutputStream out = kafka(compression, level).wrapForOutput(bytes, magic)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes.buffer().flip();
    byte[] result = new byte[bytes.buffer().remaining()];
    bytes.buffer().get(result);
    return result;
  }

  static byte[] decompressedByKafkaClients(Compression compression, byte[] bytes) {
    try (InputStream in =
        kafka(compression, compression.defaultLevel())
            .wrapForInput(ByteBuffer.wrap(bytes), (byte) 2, BufferSupplier.NO_CACHING)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static org.apache.kafka.common.compress.Compression kafka(
      Compression compression, int level) {
    return switch (compression) {
      case NONE -> org.apache.kafka.common.compress.Compression.NONE;
      case GZIP -> new GzipCompression.Builder().level(level).build();
      case SNAPPY -> org.apache.kafka.common.compress.Compression.snappy().build();
      case LZ4 -> new Lz4Compression.Builder().level(level).build();
      case ZSTD -> new ZstdCompression.Builder().level(level).build();
    };
  }
}
