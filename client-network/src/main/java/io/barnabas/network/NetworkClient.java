package io.barnabas.network;

import io.barnabas.network.cluster.Coordinators;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.EventLoop;
import io.barnabas.network.metrics.ClientEvents;
import io.barnabas.network.retry.Call;
import io.barnabas.protocol.ApiMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What the three clients share: one loop, its connections, the view of the cluster, the retry loop.
 * One instance for each client instance.
 */
public final class NetworkClient {

  /**
   * Builds everything and starts nothing; throws {@code ConfigException} for bad bootstrap servers.
   */
  public static NetworkClient create(ClientSettings settings, ClientEvents events, Clock clock) {
    throw new UnsupportedOperationException();
  }

  public void start() {
    throw new UnsupportedOperationException();
  }

  public EventLoop loop() {
    throw new UnsupportedOperationException();
  }

  public RequestSender requests() {
    throw new UnsupportedOperationException();
  }

  public Metadata metadata() {
    throw new UnsupportedOperationException();
  }

  public Coordinators coordinators() {
    throw new UnsupportedOperationException();
  }

  /**
   * Sends along the call's route until it succeeds, fails for good or its deadline passes, with
   * exponential back-off between tries. Any thread; completes on the loop thread. Fails with the
   * kafka-clients exception of the last error; {@code TimeoutException} (with the last error as its
   * cause) at the deadline.
   */
  public <R extends ApiMessage> CompletableFuture<R> call(Call<R> call, long timeoutMs) {
    throw new UnsupportedOperationException();
  }

  /**
   * Fails what waits, closes every connection, ends the loop. Any thread but the loop's.
   * Idempotent.
   */
  public void close(Duration timeout) {
    throw new UnsupportedOperationException();
  }
}
