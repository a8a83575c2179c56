package io.barnabas.consumer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/**
 * A record batch that no broker should send, at offset 1.
 *
 * @param what is wrong with it
 * @param goodRecords how many records stand before that, each with the value "v"
 */
record HostileBatch(String what, byte[] bytes, int goodRecords) {
  static final int OFFSET = 1;

  /** Where the fields of a batch stand (KIP-98). */
  private static final int BASE_OFFSET = 0;

  private static final int LENGTH = 8;
  private static final int MAGIC = 16;
  private static final int CRC = 17;
  private static final int ATTRIBUTES = 21;
  private static final int LAST_OFFSET_DELTA = 23;
  private static final int COUNT = 57;
  private static final int RECORDS = 61;

  /** Length, attributes, timestamp delta, offset delta, no key, one byte, no headers. */
  private static final byte[] RECORD = {14, 0, 0, 0, 1, 2, 'v', 0};

  private static final int BIT_FLIPS = 1_000;
  private static final byte[] ENDLESS_VARINT = {-1, -1, -1, -1, -1, 1};
  private static final byte[] LARGEST_VARINT = {-2, -1, -1, -1, 15};

  HostileBatch(String what, byte[] bytes) {
    this(what, bytes, 0);
  }

  @Override
  public String toString() {
    return what;
  }

  private static byte[] good() {
    return bytesOf(
        MemoryRecords.withRecords(
            OFFSET,
            Compression.NONE,
            new SimpleRecord("v".getBytes()),
            new SimpleRecord("w".getBytes())));
  }

  private static byte[] bytesOf(MemoryRecords records) {
    byte[] bytes = new byte[records.sizeInBytes()];
    records.buffer().get(bytes);
    return bytes;
  }

  private static HostileBatch of(String what, Consumer<ByteBuffer> change) {
    return of(what, good(), change);
  }

  /** The checksum is right, so that what is behind it has to be looked at. */
  private static HostileBatch of(String what, byte[] bytes, Consumer<ByteBuffer> change) {
    change.accept(ByteBuffer.wrap(bytes));
    CRC32C crc = new CRC32C();
    crc.update(bytes, ATTRIBUTES, bytes.length - ATTRIBUTES);
    ByteBuffer.wrap(bytes).putInt(CRC, (int) crc.getValue());
    return new HostileBatch(what, bytes);
  }

  /** A batch of these records, in the words of the wire. */
  private static HostileBatch records(String what, int count, int codec, byte[]... parts) {
    ByteBuffer batch =
        ByteBuffer.allocate(RECORDS + Arrays.stream(parts).mapToInt(p -> p.length).sum());
    batch.put(good(), 0, RECORDS);
    Arrays.stream(parts).forEach(batch::put);
    return of(
        what,
        batch.array(),
        bytes ->
            bytes
                .putInt(LENGTH, bytes.capacity() - LENGTH - Integer.BYTES)
                .putShort(ATTRIBUTES, (short) codec)
                .putInt(LAST_OFFSET_DELTA, count - 1)
                .putInt(COUNT, count));
  }

  /** Of the record, with one byte changed. */
  private static byte[] record(int at, int value) {
    byte[] record = RECORD.clone();
    record[at] = (byte) value;
    return record;
  }

  /** Items 41 to 51 of the catalogue of faults. */
  static List<HostileBatch> all() {
    List<HostileBatch> all = new ArrayList<>();
    lengths(all);
    headers(all);
    records(all);
    codecs(all);
    return all;
  }

  private static void lengths(List<HostileBatch> all) {
    all.add(of("41 length -1", batch -> batch.putInt(LENGTH, -1)));
    all.add(of("41 length 2^31-1", batch -> batch.putInt(LENGTH, Integer.MAX_VALUE)));
    all.add(of("41 length below the header's", batch -> batch.putInt(LENGTH, 10)));
    all.add(of("41 no whole batch", batch -> batch.putInt(LENGTH, batch.capacity())));
  }

  private static void headers(List<HostileBatch> all) {
    for (int magic : new int[] {-1, 3, 127}) {
      all.add(of("42 magic " + magic, batch -> batch.put(MAGIC, (byte) magic)));
    }
    Random random = new Random(43);
    for (int i = 0; i < BIT_FLIPS; i++) {
      byte[] bytes = good();
      int at = CRC + random.nextInt(bytes.length - CRC);
      bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      all.add(new HostileBatch("43 a bit of byte " + at + " is another", bytes));
    }
    for (short codec = 5; codec <= 7; codec++) {
      short attributes = codec;
      all.add(of("44 codec " + codec, batch -> batch.putShort(ATTRIBUTES, attributes)));
    }
    for (int count : new int[] {-1, 1, 3, Integer.MAX_VALUE}) {
      all.add(of("45 count " + count, batch -> batch.putInt(COUNT, count)));
    }
    for (int delta : new int[] {-1, Integer.MIN_VALUE, 0}) {
      all.add(of("46 last delta " + delta, batch -> batch.putInt(LAST_OFFSET_DELTA, delta)));
    }
    all.add(of("46 base offset near the end", batch -> batch.putLong(BASE_OFFSET, Long.MAX_VALUE)));
    all.add(of("46 base offset -5", batch -> batch.putLong(BASE_OFFSET, -5)));
  }

  private static void records(List<HostileBatch> all) {
    all.add(records("47 record length -1", 1, 0, record(0, 1)));
    all.add(records("47 record length endless", 1, 0, ENDLESS_VARINT, RECORD));
    all.add(records("47 record length 2^31-1", 1, 0, LARGEST_VARINT, RECORD));
    all.add(records("47 record longer than the batch", 1, 0, record(0, 40)));
    all.add(records("48 key length -2", 1, 0, record(4, 3)));
    all.add(records("48 key longer than the record", 1, 0, record(4, 40)));
    all.add(records("48 value length -2", 1, 0, record(5, 3)));
    all.add(records("48 value longer than the record", 1, 0, record(5, 40)));
    all.add(records("48 header count -1", 1, 0, record(7, 1)));
    all.add(records("48 header count 60", 1, 0, record(7, 120)));
    all.add(records("48 header without key", 1, 0, new byte[] {18, 0, 0, 0, 1, 2, 'v', 2, 1, 1}));
    HostileBatch twice = records("49 offsets that do not rise", 2, 0, RECORD, RECORD);
    all.add(new HostileBatch(twice.what, twice.bytes, 1));
  }

  private static void codecs(List<HostileBatch> all) {
    byte[] garbage = new byte[200];
    new Random(50).nextBytes(garbage);
    for (CompressionType codec : CompressionType.values()) {
      if (codec == CompressionType.NONE) {
        continue;
      }
      byte[] whole = bytesOf(bomb(codec, 1_000));
      byte[] records = Arrays.copyOfRange(whole, RECORDS, whole.length);
      byte[] half = Arrays.copyOf(records, records.length / 2);
      all.add(records("50 garbage in " + codec, 1, codec.id, garbage));
      all.add(records("50 truncated " + codec, 1, codec.id, half));
      all.add(new HostileBatch("51 bomb in " + codec, bytesOf(bomb(codec, 8 << 20))));
    }
  }

  private static MemoryRecords bomb(CompressionType codec, int bytes) {
    return MemoryRecords.withRecords(
        OFFSET, Compression.of(codec).build(), new SimpleRecord(new byte[bytes]));
  }
}
