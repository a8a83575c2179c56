package io.barnabas.producer.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CallbackRoomTest {
  private static final int MEMORY = 16_384;

  private final BufferPool pool = new BufferPool(10_000, MEMORY, () -> {});

  @Test
  void callbacksAreFreeUpToAQuarterOfTheBatchesMemory() {
    CallbackRoom room = new CallbackRoom(MEMORY);

    assertEquals(MEMORY / 4 / 32, take(room));
    assertEquals(10_000, pool.availableBytes());
  }

  @Test
  void thereIsRoomForOneCallbackInTheSmallestBatch() {
    assertEquals(1, take(new CallbackRoom(70)));
  }

  @Test
  void moreArePaidForAsLongAsThereIsMemory() {
    CallbackRoom room = new CallbackRoom(MEMORY);
    take(room);

    assertTrue(room.pay(pool));
    assertEquals(128, take(room));
    assertTrue(room.pay(pool));
    assertEquals(10_000 - 2 * 4096, pool.availableBytes());
    take(room);
    assertFalse(room.pay(pool));
    assertTrue(room.isUsedUp());
  }

  @Test
  void whatWasPaidComesBackOnce() {
    CallbackRoom room = new CallbackRoom(MEMORY);
    room.pay(pool);

    room.refund(pool);
    room.refund(pool);
    assertEquals(10_000, pool.availableBytes());
  }

  @Test
  void aBatchThatGrowsHasMoreRoom() {
    CallbackRoom room = new CallbackRoom(MEMORY);
    room.batchGrew(MEMORY);

    assertEquals(2 * MEMORY / 4 / 32, take(room));
  }

  /** How many there was room for. */
  private static int take(CallbackRoom room) {
    int taken = 0;
    while (!room.isUsedUp()) {
      room.takeOne();
      taken++;
    }
    return taken;
  }
}
