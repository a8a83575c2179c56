package io.barnabas.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptBatchTest {
  private static final long BASE_OFFSET = 500;

  private final Decompressor decompressor = new Decompressor();

  // framing

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 13, 48})
  void impossibleLengthIsCorruptAndTheReaderStaysThere(int length) {
    ByteBuffer bytes = twoRecords().putInt(BatchFormat.LENGTH, length);
    RecordBatchReader reader = new RecordBatchReader(bytes);

    CorruptBatchException e = assertThrows(CorruptBatchException.class, reader::next);

    assertEquals(BASE_OFFSET, e.baseOffset());
    assertEquals(OptionalLong.empty(), e.nextOffset());
    assertThrows(CorruptBatchException.class, reader::next);
  }

  @Test
  void partOfABatchAtTheEndIsLeftOut() {
    ByteBuffer two = ByteBuffer.allocate(400).put(twoRecords()).put(twoRecords()).flip();
    int size = two.limit() / 2;
    for (int limit = size; limit < two.limit(); limit++) {
      RecordBatchReader reader = new RecordBatchReader(two.duplicate().limit(limit));
      assertTrue(reader.next());
      assertFalse(reader.next());
      assertEquals(limit - size, reader.remainingBytes());
    }
  }

  @Test
  void firstBatchCutOffIsCorrupt() {
    ByteBuffer bytes = twoRecords();
    int size = bytes.limit();
    for (int limit = BatchFormat.LOG_OVERHEAD; limit < size; limit++) {
      RecordBatchReader reader = new RecordBatchReader(bytes.duplicate().limit(limit));
      CorruptBatchException e = assertThrows(CorruptBatchException.class, reader::next);
      assertEquals(BASE_OFFSET, e.baseOffset());
      assertTrue(e.reason().contains("the answer ends after " + limit + " bytes"), e::reason);
    }
  }

  @ParameterizedTest
  @ValueSource(bytes = {3, -1, 127})
  void unknownFormatIsCorrupt(byte magic) {
    assertCorrupt(twoRecords().put(BatchFormat.MAGIC, magic), "format is " + magic);
  }

  @Test
  void emptyAnswerHasNoBatch() {
    assertFalse(new RecordBatchReader(ByteBuffer.allocate(0)).next());
  }

  // header

  @Test
  void wrongChecksumIsCorruptAndTheNextBatchIsReadable() {
    ByteBuffer bytes = ByteBuffer.allocate(400).put(twoRecords()).put(twoRecords()).flip();
    bytes.put(BatchFormat.RECORDS + 6, (byte) 99);
    RecordBatchReader reader = new RecordBatchReader(bytes);
    assertTrue(reader.next());

    CorruptBatchException e = assertThrows(CorruptBatchException.class, reader::verifyCrc);

    assertEquals(OptionalLong.of(BASE_OFFSET + 2), e.nextOffset());
    assertTrue(e.getMessage().startsWith("Corrupt record batch at offset 500: its checksum is"));
    assertTrue(reader.next());
    reader.verifyCrc();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7})
  void unknownCodecIsCorrupt(int codec) {
    assertCorrupt(
        twoRecords().putShort(BatchFormat.ATTRIBUTES, (short) codec), "its codec is " + codec);
  }

  @Test
  void unusedAttributeBitsAreIgnored() {
    ByteBuffer bytes = twoRecords().putShort(BatchFormat.ATTRIBUTES, (short) 0xff80);
    assertEquals(2, readWithoutCrc(bytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 3, 20, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void countThatDoesNotFitTheContentIsCorrupt(int count) {
    ByteBuffer bytes = twoRecords().putInt(BatchFormat.RECORD_COUNT, count);
    bytes.putInt(BatchFormat.LAST_OFFSET_DELTA, 1000);
    assertCorrupt(bytes, "");
  }

  @Test
  void emptyBatchIsLegal() {
    ByteBuffer bytes = twoRecords().limit(BatchFormat.RECORDS);
    bytes.putInt(BatchFormat.LENGTH, BatchFormat.RECORDS - BatchFormat.LOG_OVERHEAD);
    bytes.putInt(BatchFormat.RECORD_COUNT, 0);
    RecordBatchReader reader = new RecordBatchReader(bytes);
    assertTrue(reader.next());
    assertFalse(reader.records(decompressor, new DecompressedBytes()).next());
    assertEquals(BASE_OFFSET + 2, reader.nextOffset());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 0})
  void lastOffsetDeltaBelowTheRecordsIsCorrupt(int delta) {
    assertCorrupt(twoRecords().putInt(BatchFormat.LAST_OFFSET_DELTA, delta), "");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1, -1, Long.MIN_VALUE})
  void offsetsOutsideTheRangeOfALongAreCorrupt(long baseOffset) {
    assertCorrupt(twoRecords().putLong(BatchFormat.BASE_OFFSET, baseOffset), "last offset");
  }

  @Test
  void largestOffsetsAreReadable() {
    ByteBuffer bytes = twoRecords().putLong(BatchFormat.BASE_OFFSET, Long.MAX_VALUE - 2);
    assertEquals(Long.MAX_VALUE - 1, BatchSample.readByUs(bytes).get(0).records().get(1).offset());
  }

  // records

  @Test
  void lengthOfARecordBeyondTheBatchIsCorrupt() {
    assertCorrupt(batchOf(1, 0x40, 0, 0, 0, 1, 1, 0), "length of a record is 32");
  }

  @Test
  void negativeLengthOfARecordIsCorrupt() {
    assertCorrupt(batchOf(1, 0x0d, 0, 0, 0, 1, 1, 0), "length of a record is -7");
  }

  @Test
  void hugeLengthOfARecordIsCorrupt() {
    assertCorrupt(batchOf(1, 0xfe, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 1, 1, 0), "2147483647");
  }

  @Test
  void overlongNumbersAreCorrupt() {
    assertCorrupt(batchOf(1, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 0, 0), "more than 5 bytes");
    assertCorrupt(
        batchOf(1, 36, 0, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 0, 0, 1, 1, 0, 0, 0),
        "more than 10 bytes");
  }

  @Test
  void recordThatEndsWithinANumberIsCorrupt() {
    assertCorrupt(batchOf(1, 12, 0, 0, 0, 1, 1, 0x80), "ends within a number");
    assertCorrupt(batchOf(1, 0, 0, 0, 0, 1, 1, 0), "ends within a number");
  }

  @Test
  void keyAndValueLengthsBelowNullOrBeyondTheRecordAreCorrupt() {
    assertCorrupt(batchOf(1, 12, 0, 0, 0, 3, 1, 0), "length of a key is -2");
    assertCorrupt(batchOf(1, 12, 0, 0, 0, 6, 1, 0), "length of a key is 3");
    assertCorrupt(batchOf(1, 12, 0, 0, 0, 1, 3, 0), "length of a value is -2");
    assertCorrupt(batchOf(1, 12, 0, 0, 0, 1, 4, 0), "length of a value is 2");
  }

  @Test
  void headersThatCannotBeAreCorrupt() {
    assertCorrupt(batchOf(1, 12, 0, 0, 0, 1, 1, 1), "number of headers is -1");
    assertCorrupt(batchOf(1, 16, 0, 0, 0, 1, 1, 4, 0, 0), "number of headers is 2");
    assertCorrupt(
        batchOf(1, 20, 0, 0, 0, 1, 1, 0xfe, 0xff, 0xff, 0xff, 0x0f), "headers is 2147483647");
    assertCorrupt(batchOf(1, 16, 0, 0, 0, 1, 1, 2, 1, 0), "header key is null");
    assertCorrupt(batchOf(1, 16, 0, 0, 0, 1, 1, 2, 4, 0), "length of a header key is 2");
    assertCorrupt(batchOf(1, 16, 0, 0, 0, 1, 1, 2, 0, 3), "length of a header value is -2");
  }

  @Test
  void bytesThatNoRecordClaimsAreCorrupt() {
    assertCorrupt(batchOf(1, 14, 0, 0, 0, 1, 1, 0, 9), "1 bytes too many");
    assertCorrupt(batchOf(1, 12, 0, 0, 0, 1, 1, 0, 9), "1 bytes follow the last record");
  }

  @Test
  void offsetsThatDoNotIncreaseAreCorrupt() {
    int[] same = {12, 0, 0, 0, 1, 1, 0, 12, 0, 0, 0, 1, 1, 0};
    assertCorrupt(batchOf(2, same), "the offset +0 follows +0");
    int[] negative = {12, 0, 0, 1, 1, 1, 0};
    assertCorrupt(batchOf(1, negative), "the offset +-1");
    int[] beyondLast = {12, 0, 0, 2, 1, 1, 0};
    assertCorrupt(batchOf(1, beyondLast), "the last is +0");
  }

  /** Where enough bytes follow, records are tried the quick way first. */
  @Test
  void recordsWithOthersBehindThemAreCheckedAlike() {
    assertCorrupt(followed(0x0d, 0, 0, 0, 1, 1, 0), "length of a record is -7");
    assertCorrupt(followed(0x7e, 0, 0, 0, 1, 1, 0), "length of a record is 63");
    assertCorrupt(followed(14, 0, 0, 0, 1, 1, 0), "1 bytes too many");
    assertCorrupt(followed(12, 0, 0, 0, 3, 1, 0), "length of a key is -2");
    assertCorrupt(followed(12, 0, 0, 0, 6, 1, 0), "length of a key is 3");
    assertCorrupt(followed(12, 0, 0, 0, 1, 3, 0), "length of a value is -2");
    assertCorrupt(followed(12, 0, 0, 0, 1, 4, 0), "length of a value is 2");
    assertCorrupt(followed(12, 0, 0, 0, 1, 1, 1), "number of headers is -1");
    assertCorrupt(followed(12, 0, 0, 1, 1, 1, 0), "the offset +-1");
    assertCorrupt(followed(12, 0, 0, 4, 1, 1, 0), "the last is +1");
    assertCorrupt(followed(12, 0, 0, 2, 1, 1, 0), "the offset +1 follows +1");
  }

  @Test
  void numbersMayTakeMoreBytesThanTheyNeed() {
    ByteBuffer bytes = followed(0x98, 0, 0, 0x80, 0, 0x80, 0, 0x82, 0, 7, 0x82, 0, 8, 0);
    RecordBatchReader reader = new RecordBatchReader(bytes);
    assertTrue(reader.next());
    RecordCursor cursor = reader.records(decompressor, new DecompressedBytes());

    assertTrue(cursor.next());
    assertEquals(
        RecordSample.of(BASE_OFFSET, 1, new byte[] {7}, new byte[] {8}), RecordSample.of(cursor));
    assertTrue(cursor.next());
    assertEquals(BASE_OFFSET + 1, cursor.offset());
    assertFalse(cursor.next());
  }

  /** A record with a sound one behind it. */
  private static ByteBuffer followed(int... first) {
    int[] sound = {26, 0, 0, 2, 1, 14, 1, 2, 3, 4, 5, 6, 7, 0};
    return batchOf(2, IntStream.concat(IntStream.of(first), IntStream.of(sound)).toArray());
  }

  @Test
  void recordsBeforeTheCorruptOneAreReadAndTheErrorStays() {
    ByteBuffer bytes = batchOf(2, 12, 0, 0, 0, 1, 1, 0, 12, 0, 0, 2, 3, 1, 0);
    RecordBatchReader reader = new RecordBatchReader(bytes);
    assertTrue(reader.next());
    RecordCursor cursor = reader.records(decompressor, new DecompressedBytes());

    assertTrue(cursor.next());
    String first = assertThrows(CorruptBatchException.class, cursor::next).getMessage();
    String second = assertThrows(CorruptBatchException.class, cursor::next).getMessage();

    assertEquals(first, second);
  }

  // codecs

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "SNAPPY", "LZ4", "ZSTD"})
  void garbageForACodecIsCorrupt(Compression compression) {
    ByteBuffer bytes = twoRecords().putShort(BatchFormat.ATTRIBUTES, compression.id());
    assertCorrupt(bytes, "");
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "SNAPPY", "LZ4", "ZSTD"})
  void batchBeyondTheLimitIsCorruptAndTellsWhereToGoOn(Compression compression) {
    RecordSample bomb = RecordSample.of(0, 1, null, new byte[3 << 20]);
    RecordBatchWriter writer = KafkaClientsAgreementTest.filled(List.of(bomb));
    writer.seal(compression.newCompressor());
    ByteBuffer bytes = writer.build();
    RecordBatchReader reader = new RecordBatchReader(bytes);
    assertTrue(reader.next());
    DecompressedBytes out = new DecompressedBytes(1 << 20);

    CorruptBatchException e =
        assertThrows(CorruptBatchException.class, () -> reader.records(decompressor, out));

    assertTrue(e.getMessage().contains("limit of 1048576 bytes"), e.getMessage());
    assertEquals(OptionalLong.of(1), e.nextOffset());
    assertTrue(out.array().length <= 1 << 20);
  }

  // formats 0 and 1

  @Test
  void wrapperWithoutValueIsCorrupt() {
    ByteBuffer bytes = message(1, 7, 1, 0, null);
    assertCorrupt(bytes, "without a value");
  }

  @Test
  void wrapperOfNothingIsCorrupt() {
    assertCorrupt(message(1, 7, 2, 0, snappy(new byte[0])), "wraps none");
  }

  @Test
  void zstdInAnOldFormatIsCorrupt() {
    assertCorrupt(message(1, 7, 4, 0, new byte[10]), "its codec is 4");
  }

  @Test
  void compressedMessageWithinACompressedOneIsCorrupt() {
    byte[] inner = message(1, 0, 2, 0, new byte[3]).array();
    assertCorrupt(message(1, 7, 2, 0, snappy(inner)), "compressed message within");
  }

  @Test
  void wrappedMessageOfAnotherFormatIsCorrupt() {
    byte[] inner = message(1, 0, 0, 0, new byte[60]).put(BatchFormat.MAGIC, (byte) 2).array();
    assertCorrupt(message(1, 7, 2, 0, snappy(inner)), "wrapped message of format 2");
  }

  @Test
  void wrappedMessageWithWrongLengthIsCorrupt() {
    byte[] inner = message(1, 0, 0, 0, new byte[3]).putInt(BatchFormat.LENGTH, 90).array();
    assertCorrupt(message(1, 7, 2, 0, snappy(inner)), "length of a message is 90");
  }

  @Test
  void wrappedOffsetBeyondTheWrapperIsCorrupt() {
    byte[] inner = message(1, 9, 0, 0, new byte[3]).array();
    assertCorrupt(message(0, 7, 2, 0, snappy(inner)), "the offset 9 follows -1, the last is 7");
  }

  @Test
  void wrappedOffsetsThatDoNotIncreaseAreCorrupt() {
    byte[] inner = message(1, 3, 0, 0, new byte[3]).array();
    byte[] twice = ByteBuffer.allocate(2 * inner.length).put(inner).put(inner).array();
    assertCorrupt(message(1, 7, 2, 0, snappy(twice)), "the offset 7 follows 7");
  }

  @Test
  void keyOfAMessageBeyondItsEndIsCorrupt() {
    ByteBuffer bytes = message(0, 7, 0, 0, new byte[3]).putInt(BatchFormat.LEGACY_BODY_0, 1000);
    assertCorrupt(bytes, "length of a key or value is 1000");
  }

  @Test
  void wrongChecksumOfAWrappedMessageIsCorruptIfChecksumsAreVerified() {
    byte[] inner = message(1, 0, 0, 0, new byte[3]).array();
    ByteBuffer bytes = message(1, 7, 2, 0, snappy(inner));
    assertEquals(1, readWithoutCrc(bytes));
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), BatchFormat.MAGIC, bytes.limit() - BatchFormat.MAGIC);
    bytes.putInt(BatchFormat.LEGACY_CRC, (int) crc.getValue());
    RecordBatchReader reader = new RecordBatchReader(bytes);
    assertTrue(reader.next());
    reader.verifyCrc();
    RecordCursor cursor = reader.records(decompressor, new DecompressedBytes());
    assertThrows(CorruptBatchException.class, cursor::next);
  }

  /** A message of format 0 or 1 without a key and with a checksum of 0. */
  private static ByteBuffer message(
      int magic, long offset, int attributes, long timestamp, byte[] value) {
    int body = magic == 0 ? BatchFormat.LEGACY_BODY_0 : BatchFormat.LEGACY_BODY_1;
    int size = body + BatchFormat.LEGACY_LENGTHS + (value == null ? 0 : value.length);
    ByteBuffer bytes = ByteBuffer.allocate(size);
    bytes.putLong(offset).putInt(size - BatchFormat.LOG_OVERHEAD).putInt(0);
    bytes.put((byte) magic).put((byte) attributes);
    if (magic == 1) {
      bytes.putLong(timestamp);
    }
    bytes.putInt(-1).putInt(value == null ? -1 : value.length);
    return value == null ? bytes.flip() : bytes.put(value).flip();
  }

  private static byte[] snappy(byte[] content) {
    ByteBuffer compressed = Compression.SNAPPY.newCompressor().compress(content, 0, content.length);
    byte[] bytes = new byte[compressed.remaining()];
    compressed.get(bytes);
    return bytes;
  }

  private static ByteBuffer twoRecords() {
    RecordBatchWriter writer = new RecordBatchWriter(new byte[200], 0, 200);
    assertTrue(writer.tryAppend(1, null, new byte[] {1, 2, 3}, RecordHeader.NONE));
    assertTrue(writer.tryAppend(2, new byte[] {4}, null, RecordHeader.NONE));
    writer.seal(null);
    return writer.build().putLong(BatchFormat.BASE_OFFSET, BASE_OFFSET);
  }

  /** A batch with the given bytes for its records. */
  private static ByteBuffer batchOf(int count, int... records) {
    ByteBuffer bytes = ByteBuffer.allocate(BatchFormat.RECORDS + records.length);
    bytes.put(twoRecords().limit(BatchFormat.RECORDS));
    for (int b : records) {
      bytes.put((byte) b);
    }
    bytes.putInt(BatchFormat.LENGTH, bytes.capacity() - BatchFormat.LOG_OVERHEAD);
    bytes.putInt(BatchFormat.RECORD_COUNT, count);
    bytes.putInt(BatchFormat.LAST_OFFSET_DELTA, count - 1);
    return bytes.flip();
  }

  private void assertCorrupt(ByteBuffer bytes, String reason) {
    CorruptBatchException e =
        assertThrows(CorruptBatchException.class, () -> readWithoutCrc(bytes));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertEquals(bytes.getLong(BatchFormat.BASE_OFFSET), e.baseOffset());
  }

  private int readWithoutCrc(ByteBuffer bytes) {
    int records = 0;
    RecordBatchReader reader = new RecordBatchReader(bytes);
    while (reader.next()) {
      RecordCursor cursor = reader.records(decompressor, new DecompressedBytes());
      while (cursor.next()) {
        records++;
      }
    }
    return records;
  }
}
