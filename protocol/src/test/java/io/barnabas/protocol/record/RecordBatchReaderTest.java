package io.barnabas.protocol.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.compress.Compressor;
import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordBatchReaderTest {
  private final List<RecordSample> samples =
      List.of(
          RecordSample.of(0, 10, new byte[] {1}, new byte[] {2, 3}),
          RecordSample.of(1, 11, null, new byte[0]));

  @Test
  void heapBufferIsReadWhereItStands() {
    byte[] array = new byte[500];
    ByteBuffer buffer = ByteBuffer.wrap(array, 100, 300).slice().position(50);
    buffer.put(batch(null)).limit(buffer.position()).position(50);

    RecordBatchReader reader = new RecordBatchReader(buffer);

    assertTrue(reader.next());
    RecordCursor cursor = reader.records(new Decompressor(), new DecompressedBytes());
    assertTrue(cursor.next());
    assertSame(array, cursor.array());
    assertEquals(2, array[cursor.valueOffset()]);
    assertEquals(50, buffer.position());
  }

  @Test
  void directAndReadOnlyBuffersAreReadToo() {
    ByteBuffer heap = batch(null);
    ByteBuffer direct = ByteBuffer.allocateDirect(200).position(20).put(heap.duplicate()).flip();
    direct.position(20);
    assertEquals(BatchSample.readByUs(heap), BatchSample.readByUs(direct));
    assertEquals(BatchSample.readByUs(heap), BatchSample.readByUs(heap.asReadOnlyBuffer()));
  }

  @Test
  void cursorTellsNullFromEmpty() {
    RecordBatchReader reader = new RecordBatchReader(batch(null));
    assertTrue(reader.next());
    RecordCursor cursor = reader.records(new Decompressor(), new DecompressedBytes());
    assertTrue(cursor.next() && cursor.next());
    assertFalse(cursor.hasKey());
    assertNull(cursor.keyBytes());
    assertNull(cursor.keyBuffer());
    assertEquals(-1, cursor.keyLength());
    assertTrue(cursor.hasValue());
    assertArrayEquals(new byte[0], cursor.valueBytes());
    assertFalse(cursor.next());
    assertFalse(cursor.next());
  }

  @Test
  void sizesOfRecordsAddUpToTheBatch() {
    for (Compression compression : Compression.values()) {
      RecordBatchReader reader = new RecordBatchReader(batch(compression));
      assertTrue(reader.next());
      RecordCursor cursor = reader.records(new Decompressor(), new DecompressedBytes());
      int size = RecordSize.BATCH_OVERHEAD;
      while (cursor.next()) {
        size += cursor.sizeInBytes();
      }
      assertEquals(batch(null).remaining(), size);
    }
  }

  @Test
  void openCursorsOfSeveralBatchesDoNotDisturbOneAnother() {
    Decompressor decompressor = new Decompressor();
    ByteBuffer bytes = ByteBuffer.allocate(600);
    bytes.put(batch(Compression.ZSTD)).put(batch(Compression.LZ4)).flip();
    RecordBatchReader reader = new RecordBatchReader(bytes);
    assertTrue(reader.next());
    RecordCursor first = reader.records(decompressor, new DecompressedBytes());
    assertTrue(first.next());
    assertTrue(reader.next());
    RecordCursor second = reader.records(decompressor, new DecompressedBytes());
    assertTrue(second.next());
    assertTrue(first.next());
    assertEquals(samples.get(0), RecordSample.of(second));
    assertEquals(samples.get(1), RecordSample.of(first));
  }

  private ByteBuffer batch(Compression compression) {
    RecordBatchWriter writer = KafkaClientsAgreementTest.filled(samples);
    if (compression == null || compression == Compression.NONE) {
      writer.seal(null);
    } else {
      try (Compressor compressor = compression.newCompressor()) {
        writer.seal(compressor);
      }
    }
    return writer.build();
  }
}
