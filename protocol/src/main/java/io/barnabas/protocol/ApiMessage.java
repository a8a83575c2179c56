package io.barnabas.protocol;

import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A message of the protocol: a mutable bean that can carry any version and does not know which one
 * it came in. A getter {@code topics()} has a fluent setter {@code topics(List)} of the same name.
 * Fields a version does not have keep their defaults.
 *
 * <p>Lists are set, not added to: the default is immutable, and so is an empty list that was read.
 */
public interface ApiMessage {

  /** Stands for "no id" wherever a field is a uuid; such a field is never null. */
  UUID ZERO_UUID = new UUID(0, 0);

  /** The default of fields that hold bytes. */
  byte[] EMPTY_BYTES = new byte[0];

  /** The default of fields that hold a slice of the frame. */
  ByteBuffer EMPTY_BUFFER = ByteBuffer.wrap(EMPTY_BYTES).asReadOnlyBuffer();

  /** The lowest version that can be read and written. */
  short lowestVersion();

  /** The highest version that can be read and written, be it stable or not. */
  short highestVersion();

  /**
   * Reads the fields from where {@code in} stands, and leaves what follows unread. Resets nothing:
   * to be called on a fresh instance, once. Byte buffers among the fields are slices of the frame.
   *
   * @throws io.barnabas.protocol.io.MalformedMessageException if the bytes are no such message
   * @throws IllegalArgumentException if the message has no such version
   */
  void read(ByteReader in, short version);

  /**
   * Appends the fields to {@code out}. A field that the version has no place for is left out if it
   * has its default or if the spec calls it ignorable.
   *
   * @throws io.barnabas.protocol.io.UnsupportedFieldException if the version cannot carry the value
   *     of a field
   * @throws IllegalArgumentException if the message has no such version
   */
  void write(ByteWriter out, short version);

  /** Refuses a version this message does not have, by name. */
  default void requireVersion(short version) {
    if (version < lowestVersion() || version > highestVersion()) {
      throw new IllegalArgumentException(
          String.format(
              "%s has versions %d to %d, not %d",
              getClass().getSimpleName(), lowestVersion(), highestVersion(), version));
    }
  }
}
