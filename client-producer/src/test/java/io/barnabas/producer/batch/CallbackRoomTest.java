package io.barnabas.producer.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.record.RecordHeader;
import org.apache.kafka.clients.producer.Callback;
import org.junit.jupiter.api.Test;

class CallbackRoomTest {
  private static final int MEMORY = 16_384;
  private static final int FREE = MEMORY / 4 / 32;
  private static final Callback CALLBACK = (metadata, exception) -> {};

  private final BufferPool pool = new BufferPool(10_000 + MEMORY, MEMORY, () -> {});

  @Test
  void callbacksAreFreeUpToAQuarterOfTheBatchesMemory() throws Exception {
    ProducerBatch batch = batch(MEMORY);

    assertEquals(FREE, fill(batch, CALLBACK));
    assertEquals(10_000, pool.availableBytes());
  }

  @Test
  void thereIsRoomForOneCallbackInTheSmallestBatch() {
    assertEquals(1, CallbackRoom.of(70, 0));
  }

  @Test
  void moreArePaidForAsLongAsThereIsMemory() throws Exception {
    ProducerBatch batch = batch(MEMORY);
    fill(batch, CALLBACK);

    assertTrue(batch.grow(pool));
    assertEquals(128, fill(batch, CALLBACK));
    assertTrue(batch.grow(pool));
    assertEquals(10_000 - 2 * 4096, pool.availableBytes());
    fill(batch, CALLBACK);
    assertFalse(batch.grow(pool));
    assertEquals(0, fill(batch, CALLBACK));
  }

  @Test
  void whatWasPaidComesBackOnce() throws Exception {
    ProducerBatch batch = batch(MEMORY);
    fill(batch, CALLBACK);
    batch.grow(pool);

    batch.releaseTo(pool);
    batch.releaseTo(pool);
    assertEquals(10_000 + MEMORY, pool.availableBytes());
  }

  @Test
  void aBatchThatGrowsHasMoreRoom() {
    assertEquals(2 * FREE, CallbackRoom.of(2 * MEMORY, 0));
  }

  @Test
  void recordsWithoutCallbackNeedNoRoom() throws Exception {
    ProducerBatch batch = batch(MEMORY);

    assertTrue(fill(batch, null) > 2 * FREE);
    assertEquals(10_000, pool.availableBytes());
  }

  private ProducerBatch batch(int bytes) throws InterruptedException {
    return new ProducerBatch(null, pool.allocate(bytes, 0), bytes, 0);
  }

  /** With empty records; how many there was room for. */
  private static int fill(ProducerBatch batch, Callback callback) {
    int filled = 0;
    while (batch.tryAppend(0, null, null, RecordHeader.NONE, callback) != null) {
      filled++;
    }
    return filled;
  }
}
