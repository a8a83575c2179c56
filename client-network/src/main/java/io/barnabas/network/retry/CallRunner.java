package io.barnabas.network.retry;

import io.barnabas.network.ClientSettings;
import io.barnabas.network.cluster.Coordinators;
import io.barnabas.network.cluster.KnownNodes;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.Poller;
import io.barnabas.protocol.ApiMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.KafkaException;

/**
 * The one retry loop: sends each call along its route until it succeeds, fails for good or runs out
 * of time.
 */
public final class CallRunner implements Poller {

  public CallRunner(
      ClientSettings settings,
      KnownNodes nodes,
      RequestSender requests,
      Metadata metadata,
      Coordinators coordinators,
      Clock clock,
      Executor loop) {}

  /** Any thread; completes on the loop thread. */
  public <R extends ApiMessage> CompletableFuture<R> call(Call<R> call, long timeoutMs) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long poll(long nowMs) {
    throw new UnsupportedOperationException();
  }

  /** Fails what waits and what comes later. Loop thread, or the thread the loop died on. */
  public void close(KafkaException cause) {
    throw new UnsupportedOperationException();
  }
}
