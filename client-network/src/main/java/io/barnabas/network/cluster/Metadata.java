package io.barnabas.network.cluster;

import io.barnabas.network.ClientSettings;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.Poller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Keeps the {@link MetadataSnapshot} fresh: on demand, on error and by age; finds the cluster by
 * the bootstrap servers, and again when all brokers it knew are gone. A poller of the loop.
 */
public final class Metadata implements Poller {

  public Metadata(
      ClientSettings settings,
      KnownNodes nodes,
      RequestSender requests,
      Clock clock,
      Executor loop) {}

  @Override
  public long poll(long nowMs) {
    throw new UnsupportedOperationException();
  }

  /** Fails what waits and what comes later. Loop thread, or the thread the loop died on. */
  public void close(org.apache.kafka.common.KafkaException cause) {
    throw new UnsupportedOperationException();
  }

  /** The newest view; never null. Any thread, no lock. */
  public MetadataSnapshot snapshot() {
    throw new UnsupportedOperationException();
  }

  /** Says whose topics to ask for. Before start or on the loop. */
  public void interest(TopicInterest interest) {
    throw new UnsupportedOperationException();
  }

  /**
   * Asks for new metadata soon (within the refresh back-off). Any thread; cheap when already asked.
   */
  public void requestRefresh() {
    throw new UnsupportedOperationException();
  }

  /**
   * Asks for new metadata and completes, on the loop thread, with the first snapshot whose request
   * left after this call. Fails with an {@code AuthenticationException} or fatal error; has no
   * timeout of its own: the caller puts one on. Any thread.
   */
  public CompletableFuture<MetadataSnapshot> refresh() {
    throw new UnsupportedOperationException();
  }

  /**
   * {@code listener} runs on the loop thread after every new snapshot. Before start or on the loop.
   */
  public void onUpdate(Consumer<MetadataSnapshot> listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes over a leader that a Produce or Fetch answer named (KIP-951), unless it is older than
   * what is known. Loop thread only.
   *
   * @return true if the view changed
   */
  public boolean onLeaderHint(String topic, int partition, int leader, int leaderEpoch) {
    throw new UnsupportedOperationException();
  }

  /**
   * Learns the address of a broker that a Produce or Fetch answer named (KIP-951). Loop thread
   * only.
   */
  public void onBrokerHint(int nodeId, String host, int port, String rack) {
    throw new UnsupportedOperationException();
  }
}
