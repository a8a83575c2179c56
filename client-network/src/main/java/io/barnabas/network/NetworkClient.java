package io.barnabas.network;

import io.barnabas.network.cluster.Bootstrap;
import io.barnabas.network.cluster.Coordinators;
import io.barnabas.network.cluster.KnownNodes;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.connection.ConnectionPool;
import io.barnabas.network.connection.FinalizedFeatures;
import io.barnabas.network.connection.FrameArrays;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.EventLoop;
import io.barnabas.network.metrics.ClientEvents;
import io.barnabas.network.retry.Call;
import io.barnabas.network.retry.CallRunner;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.protocol.ApiMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the three clients share: one loop, its connections, the view of the cluster, the retry loop.
 * One instance for each client instance.
 */
public final class NetworkClient {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkClient.class);

  private final String logPrefix;
  private final EventLoop loop;
  private final ConnectionPool connections;
  private final Metadata metadata;
  private final Coordinators coordinators;
  private final CallRunner calls;
  private final AtomicBoolean closing = new AtomicBoolean();

  private NetworkClient(
      ClientSettings settings, KnownNodes nodes, EventLoop loop, ClientEvents events) {
    this.logPrefix = settings.logPrefix();
    this.loop = loop;
    this.connections = ConnectionPool.plaintext(loop, settings, nodes, events);
    this.metadata = new Metadata(settings, nodes, connections, loop);
    this.coordinators = new Coordinators(settings, nodes, connections, loop);
    this.calls = new CallRunner(settings, nodes, connections, metadata, coordinators, loop);
    connections.onBrokerLost(metadata::requestRefresh);
    loop.addPoller(calls);
    loop.addPoller(coordinators);
    loop.addPoller(metadata);
    loop.onDeath(
        error -> shutDown(new KafkaException("The network thread has died of " + error, error)));
  }

  /**
   * Builds everything and starts nothing; throws {@code ConfigException} for bad bootstrap servers.
   */
  public static NetworkClient create(ClientSettings settings, ClientEvents events, Clock clock) {
    KnownNodes nodes =
        new KnownNodes(Bootstrap.resolve(settings.bootstrapServers(), settings.dnsLookup()));
    EventLoop loop = new EventLoop(settings.threadName(), clock, events::loopTurn);
    return new NetworkClient(settings, nodes, loop, events);
  }

  /** Starts the loop's thread. Once. */
  public void start() {
    loop.start();
  }

  public EventLoop loop() {
    return loop;
  }

  public RequestSender requests() {
    return connections;
  }

  /** Where the memory of large answers may go back to when it has been used up. Any thread. */
  public FrameArrays frames() {
    return connections.frames();
  }

  /** What the brokers connected to have told of the cluster's features. */
  public FinalizedFeatures features() {
    return connections.features();
  }

  public Metadata metadata() {
    return metadata;
  }

  public Coordinators coordinators() {
    return coordinators;
  }

  /**
   * Sends along the call's route until it succeeds, fails for good or its deadline passes, with
   * exponential back-off between tries. Any thread; completes on the loop thread. Fails with the
   * kafka-clients exception of the last error; {@code TimeoutException} (with the last error as its
   * cause) at the deadline.
   */
  public <R extends ApiMessage> CompletableFuture<R> call(Call<R> call, long timeoutMs) {
    return calls.call(call, timeoutMs);
  }

  /**
   * Fails what waits, closes every connection, ends the loop. Any thread; on the loop's own, as
   * from a callback, it does not wait for the loop to end. Idempotent.
   */
  public void close(Duration timeout) {
    if (closing.compareAndSet(false, true)) {
      KafkaException cause = new KafkaException("The client is closed");
      if (loop.inLoop()) {
        shutDown(cause);
      } else {
        shutDownOnLoop(cause);
      }
    }
    if (!loop.close(timeout) && !loop.inLoop()) {
      LOG.warn("{}The network thread has not ended within {}", logPrefix, timeout);
    }
  }

  private void shutDownOnLoop(KafkaException cause) {
    try {
      loop.execute(() -> shutDown(cause));
    } catch (RejectedExecutionException e) {
      LOG.debug("{}The network thread had ended before", logPrefix);
    }
  }

  /** Those who would ask again first, then those they would ask. */
  private void shutDown(KafkaException cause) {
    calls.close(cause);
    coordinators.close(cause);
    metadata.close(cause);
    connections.close(new DisconnectException(cause.getMessage(), cause));
  }
}
