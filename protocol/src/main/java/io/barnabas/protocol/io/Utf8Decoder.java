package io.barnabas.protocol.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Strict UTF-8: over-long forms, surrogates and code points past the last one are refused instead
 * of replaced. Owned by one reader, whose thread it runs on.
 */
final class Utf8Decoder {

  /** Up to here a string is decoded by hand: the JDK's three copies are dear for a short one. */
  private static final int SHORT_STRING = 64;

  private char[] chars;

  /** Takes {@code length} bytes, which must be there; null if they are not UTF-8. */
  String decode(ByteBuffer buffer, int length) {
    if (length == 0) {
      return "";
    }
    int position = buffer.position();
    String decoded = decodeAt(buffer, position, length);
    if (decoded != null) {
      buffer.position(position + length);
    }
    return decoded;
  }

  private String decodeAt(ByteBuffer buffer, int position, int length) {
    int end = position + length;
    boolean ascii = isAscii(buffer, position, end);
    if (!ascii && length <= SHORT_STRING) {
      return decodeShort(buffer, position, end);
    }
    if (!ascii && !isUtf8(buffer, position, end)) {
      return null;
    }
    var charset = ascii ? ISO_8859_1 : UTF_8;
    if (buffer.hasArray()) {
      return new String(buffer.array(), buffer.arrayOffset() + position, length, charset);
    }
    byte[] bytes = new byte[length];
    buffer.get(position, bytes);
    return new String(bytes, charset);
  }

  private static boolean isAscii(ByteBuffer buffer, int position, int end) {
    for (int at = position; at < end; at++) {
      if (buffer.get(at) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUtf8(ByteBuffer buffer, int position, int end) {
    int at = position;
    while (at < end) {
      int codePoint = codePointAt(buffer, at, end);
      if (codePoint < 0) {
        return false;
      }
      at += encodedLength(codePoint);
    }
    return true;
  }

  private String decodeShort(ByteBuffer buffer, int position, int end) {
    if (chars == null) {
      chars = new char[SHORT_STRING];
    }
    int count = 0;
    int at = position;
    while (at < end) {
      int codePoint = codePointAt(buffer, at, end);
      if (codePoint < 0) {
        return null;
      }
      count += Character.toChars(codePoint, chars, count);
      at += encodedLength(codePoint);
    }
    return new String(chars, 0, count);
  }

  /** The code point encoded there, or -1 if there is none. */
  private static int codePointAt(ByteBuffer buffer, int at, int end) {
    int lead = buffer.get(at);
    if (lead >= 0) {
      return lead;
    }
    int length = sequenceLength(lead);
    if (length == 0 || at + length > end) {
      return -1;
    }
    int codePoint = lead & (0x7F >> length);
    for (int i = 1; i < length; i++) {
      int next = buffer.get(at + i);
      if ((next & 0xC0) != 0x80) {
        return -1;
      }
      codePoint = codePoint << 6 | (next & 0x3F);
    }
    return isScalarValue(codePoint) && encodedLength(codePoint) == length ? codePoint : -1;
  }

  private static int sequenceLength(int lead) {
    if ((lead & 0xE0) == 0xC0) {
      return 2;
    }
    if ((lead & 0xF0) == 0xE0) {
      return 3;
    }
    return (lead & 0xF8) == 0xF0 ? 4 : 0;
  }

  private static boolean isScalarValue(int codePoint) {
    return Character.isValidCodePoint(codePoint)
        && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
  }

  private static int encodedLength(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
