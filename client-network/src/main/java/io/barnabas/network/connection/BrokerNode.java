package io.barnabas.network.connection;

import io.barnabas.network.error.Backoff;
import io.barnabas.network.settings.ClientSettings;
import org.apache.kafka.common.Node;

/**
 * One broker as its connections know it: the present address, and how long to leave it alone after
 * failures, which all lanes share. Loop thread only.
 */
final class BrokerNode {

  static final long LONG_AGO = Long.MIN_VALUE;

  private final int id;
  private final Backoff reconnectBackoff;
  private final Backoff setupTimeout;

  private Node address;
  private int failures;
  private int setupFailures;
  private long backoffUntilMs = LONG_AGO;

  private long triedAtMs = LONG_AGO;

  BrokerNode(int id, ClientSettings settings) {
    this.id = id;
    this.reconnectBackoff =
        new Backoff(settings.reconnectBackoffMs(), settings.reconnectBackoffMaxMs());
    this.setupTimeout =
        new Backoff(settings.connectionSetupTimeoutMs(), settings.connectionSetupTimeoutMaxMs());
  }

  int id() {
    return id;
  }

  /** Null if nobody knows one. */
  Node address() {
    return address;
  }

  /**
   * Takes over where the broker is now; what was learned about another address is forgotten.
   *
   * @return true if it moved
   */
  boolean moveTo(Node now) {
    if (now == address) {
      return false;
    }
    boolean moved =
        now == null
            || address == null
            || now.port() != address.port()
            || !now.host().equals(address.host());
    address = now;
    if (moved) {
      connected();
      useful();
      triedAtMs = LONG_AGO;
    }
    return moved;
  }

  /** A connection got all the way: nothing keeps the other lanes from following. */
  void connected() {
    setupFailures = 0;
    backoffUntilMs = LONG_AGO;
  }

  /**
   * A connection is of use, so that the next back-off is the first again. Getting ready is not
   * enough: else a peer that then ends it would be connected to at the lowest back-off for ever.
   */
  void useful() {
    failures = 0;
  }

  /** Whether a connection that was ready for so long was of use for that alone. */
  boolean isLong(long readyMs) {
    return readyMs > reconnectBackoff.maxMs();
  }

  /** One address did not work; another one may be tried at once. */
  void setupFailed() {
    setupFailures++;
  }

  /** It is to be left alone for a while. */
  void failed(long nowMs) {
    backoffUntilMs = nowMs + reconnectBackoff.delayMs(failures++);
  }

  /** How long the next connection may take; longer after each failure (KIP-601). */
  long setupTimeoutMs() {
    return setupTimeout.delayMs(setupFailures);
  }

  /** A connection is about to be made. */
  void tried(long nowMs) {
    triedAtMs = nowMs;
  }

  /** When a connection was last begun, or {@link #LONG_AGO}. */
  long triedAtMs() {
    return triedAtMs;
  }

  boolean inBackoff(long nowMs) {
    return backoffUntilMs > nowMs;
  }

  long backoffUntilMs() {
    return backoffUntilMs;
  }
}
