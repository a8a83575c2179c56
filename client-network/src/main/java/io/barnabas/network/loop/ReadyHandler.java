package io.barnabas.network.loop;

import java.nio.channels.SelectionKey;

/** Owns one channel of the loop's selector. */
@FunctionalInterface
public interface ReadyHandler {

  /**
   * The channel can do one of the things its key is interested in. Loop thread; never blocks. What
   * goes wrong on the channel is the handler's own affair: a {@code RuntimeException} that escapes
   * is logged and nothing else.
   */
  void ready(SelectionKey key);
}
