package io.barnabas.producer.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CompressionRatioTest {
  private static final int BATCH = 16_384;

  private final CompressionRatio ratio = new CompressionRatio(BATCH);

  @Test
  void startsWithoutHope() {
    assertEquals(BATCH, ratio.uncompressedLimit());
  }

  @Test
  void believesGoodNewsSlowlyAndBadNewsAtOnce() {
    ratio.observe(1000, 250);
    assertTrue(ratio.uncompressedLimit() < BATCH * 1.1);
    for (int i = 0; i < 200; i++) {
      ratio.observe(1000, 250);
    }
    assertEquals(BATCH * 4 / 1.05, ratio.uncompressedLimit(), 1000);

    ratio.observe(1000, 1000);
    assertEquals(BATCH, ratio.uncompressedLimit());
  }

  @Test
  void aBatchHasALimitHoweverWellItCompresses() {
    for (int i = 0; i < 1000; i++) {
      ratio.observe(1_000_000, 1);
    }
    assertEquals(32 * BATCH, ratio.uncompressedLimit());
  }
}
