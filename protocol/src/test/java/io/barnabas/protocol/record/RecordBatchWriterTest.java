package io.barnabas.protocol.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.compress.Compressor;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordBatchWriterTest {
  private static final byte[] VALUE = new byte[100];
  private static final RecordHeader[] NONE = RecordHeader.NONE;

  @Test
  void takesRecordsUntilTheRegionIsFullAndNotAByteMore() {
    byte[] array = new byte[1010];
    array[4] = 77;
    array[1005] = 78;
    RecordBatchWriter writer = new RecordBatchWriter(array, 5, 1000);

    while (writer.hasRoomFor(1, -1, VALUE.length, NONE)) {
      assertTrue(writer.tryAppend(1, null, VALUE, NONE));
    }

    assertFalse(writer.tryAppend(1, null, VALUE, NONE));
    assertEquals(8, writer.count());
    int rest = 999 - writer.sizeInBytes() - RecordSize.ofRecord(8, 0, -1, 0, NONE);
    assertFalse(writer.tryAppend(1, null, new byte[rest + 1], NONE));
    assertTrue(writer.tryAppend(1, null, new byte[rest], NONE));
    assertEquals(1000, writer.sizeInBytes());
    assertEquals(77, array[4]);
    assertEquals(78, array[1005]);
  }

  @Test
  void upperBoundIsRoomEnoughForTheFirstRecord() {
    RecordHeader[] headers = {new RecordHeader("ключ", new byte[9]), new RecordHeader("", null)};
    byte[] value = new byte[1 << 20];
    int size = RecordSize.batchUpperBound(-1, value.length, headers);
    RecordBatchWriter writer = new RecordBatchWriter(new byte[size], 0, size);
    assertTrue(writer.tryAppend(Long.MAX_VALUE, null, value, headers));
  }

  @Test
  void recordTooLargeForAnyArrayDoesNotFit() {
    RecordBatchWriter writer = new RecordBatchWriter(new byte[200], 0, 200);
    int most = Integer.MAX_VALUE;
    assertFalse(writer.hasRoomFor(1, most, most, NONE));
    assertFalse(writer.tryAppend(1, VALUE, 0, most, VALUE, 0, most, NONE));
    assertEquals(most, RecordSize.batchUpperBound(most, most, NONE));
  }

  @Test
  void rangesOfArraysAreCopied() {
    RecordBatchWriter writer = new RecordBatchWriter(new byte[200], 0, 200);
    byte[] bytes = {9, 1, 2, 3, 9};
    assertTrue(writer.tryAppend(1, bytes, 1, 2, bytes, 2, 2, NONE));
    writer.seal(null);

    RecordSample read = BatchSample.readByUs(writer.build()).get(0).records().get(0);

    assertArrayEquals(new byte[] {1, 2}, read.keyBytes());
    assertArrayEquals(new byte[] {2, 3}, read.valueBytes());
  }

  @Test
  void buildMayBeRepeatedWithAnotherSequence() {
    RecordBatchWriter writer = new RecordBatchWriter(new byte[200], 0, 200);
    assertTrue(writer.tryAppend(1, null, VALUE, NONE));
    writer.seal(null);
    byte[] first = bytes(writer.build(1, (short) 0, 5, false));
    BatchSample second = BatchSample.readByKafkaClients(writer.build(2, (short) 1, 9, true)).get(0);
    assertEquals(2, second.producerId());
    assertEquals(1, second.producerEpoch());
    assertEquals(9, second.baseSequence());
    assertTrue(second.transactional());
    assertArrayEquals(first, bytes(writer.build(1, (short) 0, 5, false)));
  }

  @Test
  void builtBatchIsAViewOfTheCallersArray() {
    byte[] array = new byte[300];
    RecordBatchWriter writer = new RecordBatchWriter(array, 50, 200);
    assertTrue(writer.tryAppend(1, null, VALUE, NONE));
    writer.seal(null);
    ByteBuffer batch = writer.build();
    assertSame(array, batch.array());
    assertEquals(50, batch.arrayOffset());
    assertEquals(writer.sizeInBytes(), batch.remaining());
  }

  @Test
  void recordsThatWouldNotFitCompressedStayUncompressed() {
    byte[] noise = new byte[500];
    new Random(1).nextBytes(noise);
    int size = RecordSize.BATCH_OVERHEAD + RecordSize.ofRecord(0, 0, -1, noise.length, NONE);
    for (Compression compression : List.of(Compression.GZIP, Compression.LZ4)) {
      RecordBatchWriter writer = new RecordBatchWriter(new byte[size], 0, size);
      assertTrue(writer.tryAppend(1, null, noise, NONE));
      try (Compressor compressor = compression.newCompressor()) {
        writer.seal(compressor);
      }
      BatchSample batch = BatchSample.readByKafkaClients(writer.build()).get(0);
      assertEquals("none", batch.compression());
      assertArrayEquals(noise, batch.records().get(0).valueBytes());
    }
  }

  @Test
  void openBatchMovesToALargerRegion() {
    RecordBatchWriter writer = new RecordBatchWriter(new byte[200], 0, 200);
    assertTrue(writer.tryAppend(7, null, VALUE, NONE));
    assertFalse(writer.tryAppend(8, null, VALUE, NONE));
    writer.moveTo(new byte[500], 100, 400);
    assertTrue(writer.tryAppend(8, null, VALUE, NONE));
    writer.seal(null);
    BatchSample batch = BatchSample.readByKafkaClients(writer.build()).get(0);
    assertEquals(2, batch.records().size());
    assertEquals(8, batch.maxTimestamp());
    assertThrows(
        IllegalArgumentException.class,
        () -> new RecordBatchWriter(new byte[200], 0, 200).moveTo(new byte[60], 0, 60));
  }

  @Test
  void resetStartsAnEmptyBatch() {
    RecordBatchWriter writer = new RecordBatchWriter(new byte[200], 0, 200);
    assertTrue(writer.tryAppend(7, null, VALUE, NONE));
    writer.control(true);
    writer.partitionLeaderEpoch(4);
    writer.seal(null);
    byte[] array = new byte[300];
    writer.reset(array, 0, 300);
    assertFalse(writer.isSealed());
    assertEquals(0, writer.count());
    assertEquals(RecordSize.BATCH_OVERHEAD, writer.sizeInBytes());
    assertEquals(-1, writer.maxTimestamp());
    assertTrue(writer.tryAppend(3, null, VALUE, NONE));
    writer.seal(null);
    BatchSample batch = BatchSample.readByKafkaClients(writer.build()).get(0);
    assertFalse(batch.control());
    assertEquals(-1, batch.partitionLeaderEpoch());
    assertEquals(3, batch.maxTimestamp());
    assertSame(array, writer.build().array());
  }

  @Test
  void callsOutOfOrderAreRefused() {
    RecordBatchWriter writer = new RecordBatchWriter(new byte[200], 0, 200);
    assertThrows(IllegalStateException.class, writer::build);
    writer.seal(null);
    assertThrows(IllegalStateException.class, () -> writer.seal(null));
    assertThrows(IllegalStateException.class, () -> writer.tryAppend(1, null, VALUE, NONE));
    assertThrows(IllegalStateException.class, () -> writer.moveTo(new byte[300], 0, 300));
  }

  @Test
  void impossibleArgumentsAreRefusedAndChangeNothing() {
    RecordBatchWriter writer = new RecordBatchWriter(new byte[200], 0, 200);
    RecordHeader[] nullKey = {new RecordHeader(null, VALUE)};
    assertThrows(IllegalArgumentException.class, () -> writer.tryAppend(-2, null, VALUE, NONE));
    assertThrows(IllegalArgumentException.class, () -> writer.tryAppend(1, null, VALUE, nullKey));
    assertEquals(0, writer.count());
    assertEquals(RecordSize.BATCH_OVERHEAD, writer.sizeInBytes());
    assertThrows(IllegalArgumentException.class, () -> new RecordBatchWriter(new byte[60], 0, 60));
  }

  @Test
  void appendingAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] array = new byte[1 << 20];
    byte[] key = new byte[8];
    RecordBatchWriter writer = new RecordBatchWriter(array, 0, array.length);
    RecordHeader[] headers = {new RecordHeader("schlüssel", key)};
    long before = threads.getCurrentThreadAllocatedBytes();
    int records = 0;
    while (writer.tryAppend(records, key, VALUE, headers)) {
      records++;
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(records > 7000);
    assertTrue(allocated < records, allocated + " bytes for " + records + " records");
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
