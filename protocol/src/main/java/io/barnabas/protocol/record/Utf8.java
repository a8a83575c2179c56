package io.barnabas.protocol.record;

/**
 * Header keys in UTF-8, measured and written without an array in between. An unpaired surrogate
 * becomes a question mark, as with {@link String#getBytes(java.nio.charset.Charset)}.
 */
final class Utf8 {
  private Utf8() {}

  static int length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (startsPair(text, i)) {
        bytes += 4;
        i++;
      } else {
        bytes++;
      }
    }
    return bytes;
  }

  /** Writes the text at an index and returns the index after it. */
  static int write(byte[] array, int index, String text) {
    int at = index;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        array[at++] = (byte) c;
      } else if (c < 0x800) {
        array[at++] = (byte) (0xc0 | c >> 6);
        array[at++] = (byte) (0x80 | c & 0x3f);
      } else if (!Character.isSurrogate(c)) {
        array[at++] = (byte) (0xe0 | c >> 12);
        array[at++] = (byte) (0x80 | c >> 6 & 0x3f);
        array[at++] = (byte) (0x80 | c & 0x3f);
      } else if (startsPair(text, i)) {
        int codePoint = Character.toCodePoint(c, text.charAt(++i));
        array[at++] = (byte) (0xf0 | codePoint >> 18);
        array[at++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
        array[at++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
        array[at++] = (byte) (0x80 | codePoint & 0x3f);
      } else {
        array[at++] = '?';
      }
    }
    return at;
  }

  private static boolean startsPair(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }
}
