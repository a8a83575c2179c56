package io.barnabas.protocol.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CompressionTest {
  private static final int[] LENGTHS = {
    0, 1, 2, 15, 16, 100, 4096, 32767, 32768, 32769, 65535, 65536, 65537, 131072, 131073, 500_000
  };
  private static final int MIB = 1 << 20;

  private final Random random = new Random(390);

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = Mode.EXCLUDE, names = "NONE")
  void everyLevelGivesBackWhatWasCompressed(Compression compression) {
    int streams = 0;
    for (int level : levels(compression)) {
      try (Compressor compressor = compression.newCompressor(level)) {
        for (int length : level > 9 ? new int[] {100, 70_000} : LENGTHS) {
          for (byte[] content : contents(length)) {
            byte[] bytes = CodecBytes.compressed(compressor, content);
            assertArrayEquals(content, CodecBytes.decompressed(compression, bytes, MIB));
            assertArrayEquals(content, CodecBytes.decompressedByKafkaClients(compression, bytes));
            streams++;
          }
        }
      }
    }
    System.out.printf("%s, ours read by both: %,d streams, 0 differences%n", compression, streams);
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class)
  void whatKafkaClientsCompressedIsRead(Compression compression) {
    int streams = 0;
    for (byte magic = 0; magic <= 2; magic++) {
      for (int length : LENGTHS) {
        for (byte[] content : contents(length)) {
          byte[] bytes =
              CodecBytes.compressedByKafkaClients(
                  compression, compression.defaultLevel(), magic, content);
          DecompressedBytes out = new DecompressedBytes();
          new Decompressor().decompress(compression, magic, bytes, 0, bytes.length, out);
          assertArrayEquals(content, Arrays.copyOf(out.array(), out.size()));
          streams++;
        }
      }
    }
    System.out.printf("%s, theirs read by us: %,d streams, 0 differences%n", compression, streams);
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class)
  void contentUpToTheLimitIsReadAndNotOneByteMore(Compression compression) {
    for (int length : new int[] {1, 1000, 32768, 70_000, 300_000}) {
      for (byte[] content : contents(length)) {
        byte[] bytes =
            CodecBytes.compressedByKafkaClients(
                compression, compression.defaultLevel(), (byte) 2, content);
        assertArrayEquals(content, CodecBytes.decompressed(compression, bytes, length));
        assertThrows(
            DecompressionException.class,
            () -> CodecBytes.decompressed(compression, bytes, length - 1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = Mode.EXCLUDE, names = "NONE")
  void bombIsRefusedWithoutMemoryBeyondTheLimit(Compression compression) {
    byte[] bomb = CodecBytes.compressed(compression, new byte[64 * MIB]);
    DecompressedBytes out = new DecompressedBytes(MIB);

    DecompressionException e =
        assertThrows(
            DecompressionException.class,
            () -> CodecBytes.decompressed(new Decompressor(), compression, bomb, out));

    assertTrue(e.getMessage().contains("limit of 1048576 bytes"), e.getMessage());
    assertTrue(out.array().length <= MIB);
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = Mode.EXCLUDE, names = "NONE")
  void streamCutShortIsRefused(Compression compression) {
    byte[] bytes = CodecBytes.compressed(compression, CodecBytes.text(random, 20_000));
    try (Decompressor decompressor = new Decompressor()) {
      DecompressedBytes out = new DecompressedBytes();
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        if (compression == Compression.SNAPPY && length == XerialFraming.HEADER_BYTES) {
          continue; // an empty stream
        }
        assertThrows(
            DecompressionException.class,
            () -> CodecBytes.decompressed(decompressor, compression, cut, out),
            () -> "cut at " + cut.length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = Mode.EXCLUDE, names = "NONE")
  void contextsAreAsNewAfterEachUseAndAfterAFailure(Compression compression) {
    byte[] content = CodecBytes.text(random, 30_000);
    byte[] once = CodecBytes.compressed(compression, content);
    try (Compressor compressor = compression.newCompressor();
        Decompressor decompressor = new Decompressor()) {
      DecompressedBytes out = new DecompressedBytes();
      for (int i = 0; i < 20; i++) {
        CodecBytes.compressed(compressor, CodecBytes.noise(random, random.nextInt(100_000)));
        assertArrayEquals(once, CodecBytes.compressed(compressor, content));
        byte[] garbage = once.clone();
        garbage[once.length / 2] ^= 0x10;
        tryDecompress(decompressor, compression, Arrays.copyOf(garbage, once.length - i), out);
        assertArrayEquals(content, CodecBytes.decompressed(decompressor, compression, once, out));
      }
    }
  }

  private static void tryDecompress(
      Decompressor decompressor, Compression compression, byte[] bytes, DecompressedBytes out) {
    try {
      CodecBytes.decompressed(decompressor, compression, bytes, out);
    } catch (DecompressionException expected) {
      assertFalse(expected.getMessage().isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = Mode.EXCLUDE, names = "NONE")
  void closingTwiceDoesNothing(Compression compression) {
    Compressor compressor = compression.newCompressor();
    compressor.close();
    compressor.close();
    Decompressor decompressor = new Decompressor();
    byte[] bytes = CodecBytes.compressed(compression, new byte[10]);
    CodecBytes.decompressed(decompressor, compression, bytes, new DecompressedBytes());
    decompressor.close();
    decompressor.close();
    assertEquals(compression, compressor.compression());
  }

  @Test
  void idsNamesAndLevelsAreThoseOfKafka() {
    for (CompressionType type : CompressionType.values()) {
      Compression compression = Compression.forId(type.id);
      assertEquals(type.name, compression.configName());
      assertEquals(compression, Compression.forName(type.name));
      if (type != CompressionType.NONE && type != CompressionType.SNAPPY) {
        assertEquals(type.defaultLevel(), compression.defaultLevel());
        assertEquals(type.minLevel(), compression.minLevel());
        assertEquals(type.maxLevel(), compression.maxLevel());
      }
    }
    assertNull(Compression.forId(5));
    assertNull(Compression.forId(-1));
    assertThrows(IllegalArgumentException.class, () -> Compression.forName("brotli"));
  }

  @Test
  void levelsOutsideTheRangeAreRefused() {
    for (int level : new int[] {-2, 0, 10}) {
      assertThrows(IllegalArgumentException.class, () -> Compression.GZIP.newCompressor(level));
    }
    assertThrows(IllegalArgumentException.class, () -> Compression.LZ4.newCompressor(18));
    assertThrows(IllegalArgumentException.class, () -> Compression.ZSTD.newCompressor(23));
    assertThrows(IllegalArgumentException.class, () -> Compression.NONE.newCompressor());
    assertTrue(Compression.GZIP.supportsLevel(-1));
  }

  private List<byte[]> contents(int length) {
    return List.of(
        CodecBytes.text(random, length), CodecBytes.noise(random, length), new byte[length]);
  }

  private static int[] levels(Compression compression) {
    return switch (compression) {
      case NONE, SNAPPY -> new int[] {0};
      case GZIP -> IntStream.rangeClosed(-1, 9).filter(level -> level != 0).toArray();
      case LZ4 -> IntStream.rangeClosed(1, 17).toArray();
      case ZSTD -> IntStream.of(-131072, -7, -1, 0, 1, 2, 3, 6, 9, 12, 19, 22).toArray();
    };
  }
}
