package io.barnabas.testkit;

import org.apache.kafka.common.protocol.ApiKeys;

/** What a {@link FaultProxy} does to frames of one API in one direction. */
interface FrameRule {
  Direction direction();

  ApiKeys api();

  default boolean matches(Direction direction, ApiKeys api) {
    return direction() == direction && api() == api;
  }

  /**
   * Lets the next frame pass its first {@code bytes} bytes, the four of its length included, and
   * then ends the connection. Used up by one frame.
   */
  record Cut(Direction direction, ApiKeys api, int bytes, boolean reset) implements FrameRule {}
}
