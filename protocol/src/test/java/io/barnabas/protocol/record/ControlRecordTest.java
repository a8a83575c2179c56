package io.barnabas.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ControlRecordTest {
  private static final byte[] COMMIT_KEY = {0, 0, 0, 1};
  private static final byte[] MARKER = {0, 0, 0, 0, 0, 7};

  @Test
  void commitTellsTheCoordinatorEpoch() {
    assertEquals(
        new ControlRecord(ControlRecordType.COMMIT, (short) 0, 7), written(COMMIT_KEY, MARKER));
  }

  @Test
  void shortOrMissingKeyIsUnknown() {
    assertEquals(ControlRecordType.UNKNOWN, written(new byte[] {0, 0, 0}, MARKER).type());
    assertEquals(ControlRecordType.UNKNOWN, written(null, MARKER).type());
  }

  @Test
  void typeOfALaterKafkaIsUnknown() {
    assertEquals(ControlRecordType.UNKNOWN, written(new byte[] {0, 0, 0, 7}, MARKER).type());
    assertEquals(ControlRecordType.UNKNOWN, written(new byte[] {0, 0, -1, -1}, MARKER).type());
  }

  @Test
  void laterVersionOfTheKeyIsReadAsFarAsItIsKnown() {
    ControlRecord control = written(new byte[] {0, 3, 0, 0, 9, 9}, MARKER);
    assertEquals(new ControlRecord(ControlRecordType.ABORT, (short) 3, 7), control);
  }

  @Test
  void negativeVersionOfTheKeyIsUnknown() {
    assertEquals(ControlRecordType.UNKNOWN, written(new byte[] {-1, -1, 0, 0}, MARKER).type());
  }

  @Test
  void shortMarkerHasNoCoordinatorEpoch() {
    assertEquals(-1, written(COMMIT_KEY, new byte[5]).coordinatorEpoch());
    assertEquals(-1, written(COMMIT_KEY, null).coordinatorEpoch());
  }

  @Test
  void idsAreThoseOfKafka() {
    for (var type : org.apache.kafka.common.record.internal.ControlRecordType.values()) {
      assertEquals(type.type(), ControlRecordType.valueOf(type.name()).id());
      assertEquals(type.name(), ControlRecordType.forId(type.type()).name());
    }
  }

  private static ControlRecord written(byte[] key, byte[] value) {
    RecordBatchWriter writer = new RecordBatchWriter(new byte[256], 0, 256);
    assertTrue(writer.tryAppend(1, key, value, RecordHeader.NONE));
    writer.control(true);
    writer.seal(null);
    return only(writer.build(1, (short) 0, -1, true));
  }

  /** The one control record in the bytes. */
  static ControlRecord only(ByteBuffer bytes) {
    RecordBatchReader reader = new RecordBatchReader(bytes);
    assertTrue(reader.next());
    assertTrue(reader.isControl());
    RecordCursor cursor = reader.records(new Decompressor(), new DecompressedBytes());
    assertTrue(cursor.next());
    return ControlRecord.at(cursor);
  }
}
