package io.barnabas.protocol.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.common.utils.ByteUtils;
import org.junit.jupiter.api.Test;

class EncodingTest {
  private static final int TRIES = 1000;

  private final Random random = new Random(7);

  @Test
  void intsTakeTheBytesThatKafkaGivesThem() {
    for (int i = 0; i < TRIES; i++) {
      for (int shift = 0; shift < 32; shift++) {
        int value = (i == 0 ? Integer.MIN_VALUE : random.nextInt()) >> shift;
        ByteBuffer expected = ByteBuffer.allocate(8);
        ByteUtils.writeVarint(value, expected);
        byte[] actual = new byte[8];
        assertEquals(expected.position(), Varint.write(actual, 0, value));
        assertEquals(expected.position(), Varint.sizeOf(value));
        assertArrayEquals(expected.array(), actual);
      }
    }
  }

  @Test
  void longsTakeTheBytesThatKafkaGivesThem() {
    for (int i = 0; i < TRIES; i++) {
      for (int shift = 0; shift < 64; shift++) {
        long value = (i == 0 ? Long.MIN_VALUE : random.nextLong()) >> shift;
        ByteBuffer expected = ByteBuffer.allocate(12);
        ByteUtils.writeVarlong(value, expected);
        byte[] actual = new byte[12];
        assertEquals(expected.position(), Varint.write(actual, 0, value));
        assertEquals(expected.position(), Varint.sizeOf(value));
        assertArrayEquals(expected.array(), actual);
      }
    }
  }

  @Test
  void textTakesTheBytesThatTheJdkGivesIt() {
    for (int i = 0; i < TRIES; i++) {
      assertEncodedAsByTheJdk(new String(random.ints(20, 0, 0x110000).toArray(), 0, 20));
    }
  }

  @Test
  void unpairedSurrogatesAreEncodedAsByTheJdk() {
    for (int i = 0; i < TRIES; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(8); length >= 0; length--) {
        text.append((char) (Character.MIN_SURROGATE + random.nextInt(2048)));
        text.append(random.nextBoolean() ? "x" : "");
      }
      assertEncodedAsByTheJdk(text.toString());
    }
  }

  private static void assertEncodedAsByTheJdk(String text) {
    byte[] expected = text.getBytes(StandardCharsets.UTF_8);
    byte[] actual = new byte[expected.length + 2];
    assertEquals(expected.length, Utf8.length(text));
    assertEquals(expected.length + 1, Utf8.write(actual, 1, text));
    assertArrayEquals(expected, Arrays.copyOfRange(actual, 1, 1 + expected.length));
  }
}
