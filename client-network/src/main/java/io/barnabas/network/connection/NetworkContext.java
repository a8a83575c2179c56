package io.barnabas.network.connection;

import io.barnabas.network.loop.EventLoop;
import io.barnabas.network.metrics.ClientEvents;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.network.transport.TransportFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * What all connections of a client share.
 *
 * @param frames where the memory of large answers comes from
 * @param features what brokers tell of the cluster when they are connected to
 * @param readBuffer where every read lands first; nothing stays in it after the read
 */
record NetworkContext(
    EventLoop loop,
    ClientSettings settings,
    ClientEvents events,
    TransportFactory transports,
    HostResolver resolver,
    Supplier<Authenticator> authenticators,
    FrameArrays frames,
    FinalizedFeatures features,
    ByteBuffer readBuffer) {

  private static final int READ_BUFFER_BYTES = 128 * 1024;

  NetworkContext(
      EventLoop loop,
      ClientSettings settings,
      ClientEvents events,
      TransportFactory transports,
      HostResolver resolver) {
    this(
        loop,
        settings,
        events,
        transports,
        resolver,
        () -> Authenticator.NONE,
        new FrameArrays(),
        new FinalizedFeatures(),
        ByteBuffer.allocateDirect(READ_BUFFER_BYTES));
  }

  long nowMs() {
    return loop.nowMs();
  }

  /**
   * Runs {@code task} soon, and not from within the present call; at once if the loop has ended.
   */
  void defer(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException ended) {
      task.run();
    }
  }
}
