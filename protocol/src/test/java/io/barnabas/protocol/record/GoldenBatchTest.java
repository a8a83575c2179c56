package io.barnabas.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.compress.Compressor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** One small batch, byte by byte, as kafka-clients 4.3.1 wrote it. */
class GoldenBatchTest {
  private static final String HEADER_AFTER_CRC =
      """
      00000001 0000018bcfe56800 0000018bcfe56805 00000000000003e9 0004 0000002a 00000002
      """;
  private static final String RECORDS =
      """
      28 00 00 00 04 6b31 06 6f6e65 02 0a 7472616365 04 0102
      10 00 0a 02 01 04 7631 00
      """;

  @Test
  void uncompressedBytesAreThoseOfKafka() {
    String header = "0000000000000000 0000004f ffffffff 02 e4628a67 0010" + HEADER_AFTER_CRC;
    assertEquals(hex(header + RECORDS), written(null));
  }

  @Test
  void lz4BytesAreThoseOfKafka() {
    String header = "0000000000000000 0000005e ffffffff 02 fa3c4cc4 0013" + HEADER_AFTER_CRC;
    String frame = "04224d18 60 40 82 1e000080" + RECORDS + "00000000";
    try (Compressor compressor = Compression.LZ4.newCompressor()) {
      assertEquals(hex(header + frame), written(compressor));
    }
  }

  @Test
  void snappyBytesAreThoseOfKafka() {
    String header = "0000000000000000 00000065 ffffffff 02 bf3a4a0d 0012" + HEADER_AFTER_CRC;
    String framing = "82534e4150505900 00000001 00000001 00000020 1e 74";
    try (Compressor compressor = Compression.SNAPPY.newCompressor()) {
      assertEquals(hex(header + framing + RECORDS), written(compressor));
    }
  }

  private static String written(Compressor compressor) {
    RecordBatchWriter writer = new RecordBatchWriter(new byte[256], 0, 256);
    RecordHeader[] headers = {new RecordHeader("trace", new byte[] {1, 2})};
    assertTrue(writer.tryAppend(1_700_000_000_000L, utf8("k1"), utf8("one"), headers));
    assertTrue(writer.tryAppend(1_700_000_000_005L, null, utf8("v1"), RecordHeader.NONE));
    writer.seal(compressor);
    ByteBuffer batch = writer.build(1001, (short) 4, 42, true);
    byte[] bytes = new byte[batch.remaining()];
    batch.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(String spaced) {
    return spaced.replaceAll("\\s", "");
  }
}
