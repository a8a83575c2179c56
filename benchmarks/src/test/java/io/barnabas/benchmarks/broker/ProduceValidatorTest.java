package io.barnabas.benchmarks.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.protocol.record.RecordBatchWriter;
import io.barnabas.protocol.record.RecordHeader;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ProduceValidatorTest {
  private static final int LAST_BYTE_OF_HEADER = 60;

  private final SinkCounters counters = new SinkCounters();
  private final ProduceValidator validator = new ProduceValidator(counters);

  @Test
  void soundBatchesPass() {
    validator.check(0, batch(0, 3));
    validator.check(0, batch(3, 2));
    validator.check(1, batch(0, 1));

    assertEquals(0, counters.errors());
  }

  @Test
  void flippedByteIsAnError() {
    ByteBuffer batch = batch(0, 3);
    batch.put(batch.limit() - 1, (byte) 1);

    validator.check(0, batch);

    assertEquals(1, counters.errors());
  }

  @Test
  void wrongRecordCountIsAnError() {
    ByteBuffer batch = batch(0, 3);
    batch.put(LAST_BYTE_OF_HEADER, (byte) 4);

    validator.check(0, batch);

    assertEquals(1, counters.errors());
  }

  @Test
  void gapInTheSequenceIsAnError() {
    validator.check(0, batch(0, 3));
    validator.check(0, batch(4, 1));

    assertEquals(1, counters.errors());
  }

  @Test
  void noBatchAtAllIsAnError() {
    validator.check(0, ByteBuffer.allocate(0));

    assertEquals(1, counters.errors());
  }

  private static ByteBuffer batch(int baseSequence, int records) {
    RecordBatchWriter writer = new RecordBatchWriter(new byte[1024], 0, 1024);
    for (int i = 0; i < records; i++) {
      writer.tryAppend(1, null, new byte[10], new RecordHeader[0]);
    }
    writer.seal(null);
    return writer.build(7, (short) 0, baseSequence, false);
  }
}
