package io.barnabas.network.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameArraysTest {

  private static final int MIB = 1 << 20;

  private final FrameArrays arrays = new FrameArrays();

  @Test
  void givenBackArrayServesAFrameOfAboutItsSize() {
    byte[] first = arrays.take(3 * MIB);
    assertTrue(first.length >= 3 * MIB && first.length <= 3 * MIB * 9 / 8, first.length + " bytes");
    arrays.giveBack(first);
    assertSame(first, arrays.take(3 * MIB - 1000));
  }

  @Test
  void arrayServesOneFrameAtATime() {
    byte[] first = arrays.take(MIB);
    arrays.giveBack(first);
    assertSame(first, arrays.take(MIB));
    assertNotSame(first, arrays.take(MIB));
  }

  @Test
  void muchLargerArrayIsNotUsedUpForASmallFrame() {
    byte[] large = arrays.take(8 * MIB);
    arrays.giveBack(large);
    assertTrue(arrays.take(MIB).length < 2 * MIB);
  }

  @Test
  void smallFramesAreFreshAndExact() {
    byte[] small = arrays.take(1000);
    assertEquals(1000, small.length);
    arrays.giveBack(small);
    assertNotSame(small, arrays.take(1000));
  }

  @Test
  void noMoreThanAFewAreHeld() {
    byte[] oldest = arrays.take(MIB);
    arrays.giveBack(oldest);
    for (int i = 0; i < 4; i++) {
      arrays.giveBack(new byte[MIB]);
    }
    for (int i = 0; i < 4; i++) {
      assertNotSame(oldest, arrays.take(MIB));
    }
    byte[] huge = arrays.take(17 * MIB);
    arrays.giveBack(huge);
    assertNotSame(huge, arrays.take(17 * MIB));
  }

  @Test
  void frameInAUsedArrayEndsWhereItsLengthSays() throws Exception {
    byte[] used = arrays.take(MIB);
    Arrays.fill(used, (byte) 7);
    arrays.giveBack(used);
    FrameReader reader = new FrameReader(100 * MIB, arrays);
    int length = MIB - 1000;
    ByteBuffer frame = reader.next(ByteBuffer.allocate(4 + length).putInt(0, length));
    assertSame(used, frame.array());
    assertEquals(ByteBuffer.allocate(length), frame);
  }
}
