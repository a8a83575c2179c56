package io.barnabas.protocol.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The JDK's own strict decoder is the oracle. */
class Utf8DecoderTest {

  private final Utf8Decoder decoder = new Utf8Decoder();

  @Test
  void everyCodePointIsDecodedBothAloneAndInALongString() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        String text = Character.toString(codePoint);
        assertEquals(text, decode(text.getBytes(UTF_8)));
      }
    }
    for (int codePoint = 0x70; codePoint <= Character.MAX_CODE_POINT; codePoint += 0x3F1) {
      String text = "x".repeat(80) + Character.toString(codePoint);
      assertAsTheJdkDoes(text.getBytes(UTF_8));
    }
  }

  @Test
  void everyPairOfBytesIsJudgedAsByTheJdk() {
    for (int pair = 0; pair < 0x10000; pair++) {
      assertAsTheJdkDoes(new byte[] {(byte) (pair >> 8), (byte) pair});
    }
  }

  @Test
  void randomSequencesAreJudgedAsByTheJdkWhateverTheirLength() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(6) == 0 ? 60 + random.nextInt(60) : 3 + i % 4];
      Arrays.fill(bytes, (byte) 'x');
      for (int at = random.nextInt(bytes.length); at < bytes.length; at++) {
        bytes[at] = (byte) (random.nextInt(4) == 0 ? 'y' : 0x80 | random.nextInt(128));
      }
      assertAsTheJdkDoes(bytes);
    }
  }

  @Test
  void overLongFormSurrogateAndCodePointPastTheLastAreRefused() {
    assertNull(decode(HexFormat.of().parseHex("c080")));
    assertNull(decode(HexFormat.of().parseHex("e0809f")));
    assertNull(decode(HexFormat.of().parseHex("eda080")));
    assertNull(decode(HexFormat.of().parseHex("f4908080")));
    assertNull(decode(HexFormat.of().parseHex("f8888080")));
    assertNull(decode(HexFormat.of().parseHex("e282")));
  }

  private void assertAsTheJdkDoes(byte[] bytes) {
    String expected;
    try {
      expected = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      expected = null;
    }
    assertEquals(expected, decode(bytes), () -> HexFormat.of().formatHex(bytes));
  }

  private String decode(byte[] bytes) {
    return decoder.decode(ByteBuffer.wrap(bytes), bytes.length);
  }
}
