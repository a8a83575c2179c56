package io.barnabas.network.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a stream of bytes into frames: a length of four bytes, then so many bytes. Memory follows
 * the bytes that have arrived, not the length that was claimed. A frame's memory belongs to whoever
 * takes the frame, who may give it back to the {@link FrameArrays}.
 */
final class FrameReader {

  /** As much as a claimed length gets on trust at first. */
  private static final int FIRST_TRUST_BYTES = 1 << 20;

  private static final int GROWTH = 4;
  private static final int CORRELATION_ID_BYTES = 4;
  private static final int HTTP = 0x48545450;

  private final FrameArrays arrays;
  private int limitBytes;

  /** As much as a claimed length gets on trust: what the peer has already sent in one frame. */
  private int trustedBytes = FIRST_TRUST_BYTES;

  /** The length's bytes so far, and how many they are. */
  private int length;

  private int lengthBytes;

  /** Null while the length is being read. */
  private byte[] body;

  private int bodyBytes;

  FrameReader(int limitBytes, FrameArrays arrays) {
    this.limitBytes = limitBytes;
    this.arrays = arrays;
  }

  /** For the frames that begin after this. */
  void limit(int bytes) {
    limitBytes = bytes;
  }

  /**
   * Takes bytes out of {@code in} until a frame is complete; null if {@code in} is used up first.
   */
  ByteBuffer next(ByteBuffer in) throws InvalidFrameException {
    if (body == null && !readLength(in)) {
      return null;
    }
    while (bodyBytes < length && in.hasRemaining()) {
      makeRoom();
      int count = Math.min(in.remaining(), Math.min(length, body.length) - bodyBytes);
      in.get(body, bodyBytes, count);
      bodyBytes += count;
    }
    return bodyBytes < length ? null : takeFrame();
  }

  private boolean readLength(ByteBuffer in) throws InvalidFrameException {
    while (lengthBytes < Integer.BYTES) {
      if (!in.hasRemaining()) {
        return false;
      }
      length = length << 8 | in.get() & 0xFF;
      lengthBytes++;
    }
    checkLength();
    body = arrays.take(Math.min(length, trustedBytes));
    return true;
  }

  private void makeRoom() {
    if (bodyBytes == body.length) {
      byte[] larger = arrays.take((int) Math.min(length, (long) body.length * GROWTH));
      System.arraycopy(body, 0, larger, 0, bodyBytes);
      body = larger;
    }
  }

  private ByteBuffer takeFrame() {
    ByteBuffer frame = ByteBuffer.wrap(body, 0, length);
    trustedBytes = Math.max(trustedBytes, length);
    body = null;
    bodyBytes = 0;
    length = 0;
    lengthBytes = 0;
    return frame;
  }

  private void checkLength() throws InvalidFrameException {
    if (looksLikeTls(length)) {
      throw new InvalidFrameException(
          "the peer speaks TLS and this client does not: its security.protocol should be SSL or"
              + " SASL_SSL, or this is the wrong port");
    }
    if (length == HTTP) {
      throw new InvalidFrameException("the peer answers in HTTP: this is no port of a broker");
    }
    if (length < 0 || length > limitBytes) {
      throw new InvalidFrameException(
          "the peer announces a frame of "
              + length
              + " bytes, where 0 to "
              + limitBytes
              + " are allowed"
              + describeText());
    }
    if (length < CORRELATION_ID_BYTES) {
      throw new InvalidFrameException(
          "the peer sent a frame of " + length + " bytes, too short for its header");
    }
  }

  /** A TLS record begins with its type (20 to 23) and a version of 3.0 to 3.4. */
  private static boolean looksLikeTls(int firstBytes) {
    int type = firstBytes >>> 24;
    int major = firstBytes >>> 16 & 0xFF;
    int minor = firstBytes >>> 8 & 0xFF;
    return type >= 20 && type <= 23 && major == 3 && minor <= 4;
  }

  private String describeText() {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    for (byte each : bytes) {
      if (each < ' ' || each > '~') {
        return "";
      }
    }
    String text = new String(bytes, StandardCharsets.US_ASCII);
    return "; read as text, it begins with '" + text + "': is this a port of a broker?";
  }
}
