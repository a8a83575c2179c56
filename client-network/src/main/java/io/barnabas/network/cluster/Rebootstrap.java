package io.barnabas.network.cluster;

import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.loop.Poller;
import io.barnabas.network.settings.ClientSettings;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes back to the bootstrap servers when the brokers that were known are of no use any more
 * (KIP-899, KIP-1102). What is known of topics stays: only whom to ask changes. Loop thread only.
 */
final class Rebootstrap {

  private static final Logger log = LoggerFactory.getLogger(Rebootstrap.class);

  private final boolean enabled;
  private final long triggerMs;
  private final String logPrefix;
  private final KnownNodes nodes;
  private final RequestSender requests;

  /** Those that could not be asked since the cluster last described itself. */
  private final Set<Integer> failed = new HashSet<>();

  private boolean trying;
  private long triggerAtMs;

  /** The bootstrap servers are among those asked already. */
  private boolean bootstrapAsked = true;

  Rebootstrap(ClientSettings settings, KnownNodes nodes, RequestSender requests) {
    this.enabled = settings.metadataRecoveryRebootstrap();
    this.triggerMs = settings.metadataRebootstrapTriggerMs();
    this.logPrefix = settings.logPrefix();
    this.nodes = nodes;
    this.requests = requests;
  }

  /** Metadata is about to be asked for; the time without an answer counts from the first try. */
  void attempted(long nowMs) {
    if (!trying) {
      trying = true;
      triggerAtMs = nowMs + triggerMs;
    }
  }

  void succeeded() {
    trying = false;
    failed.clear();
    bootstrapAsked = false;
  }

  /** When the cluster will have been silent for too long. */
  long dueAtMs() {
    return enabled && trying ? triggerAtMs : Poller.NEVER;
  }

  void check(long nowMs) {
    if (nowMs >= dueAtMs()) {
      log.info("{}No metadata for {} ms: starting afresh", logPrefix, triggerMs);
      startAfresh();
      triggerAtMs = nowMs + triggerMs;
    }
  }

  /** A broker asks for it. */
  void required() {
    if (enabled) {
      startAfresh();
    }
  }

  /**
   * A broker could not be asked. Once all have failed, the bootstrap servers are asked as well:
   * their back-offs are short and seldom run all at the same time.
   */
  void failed(int nodeId) {
    failed.add(nodeId);
    if (nodes.candidates().stream().allMatch(node -> failed.contains(node.id()))) {
      noBrokerLeft();
    }
  }

  /**
   * No known broker can be asked at the moment.
   *
   * @return true if the bootstrap servers now can be asked as well
   */
  boolean noBrokerLeft() {
    if (!enabled || bootstrapAsked) {
      return false;
    }
    log.info(
        "{}No known broker is available: asking the bootstrap servers {} too",
        logPrefix,
        nodes.bootstrap());
    bootstrapAsked = true;
    nodes.addBootstrap();
    return true;
  }

  private void startAfresh() {
    log.info("{}Rebootstrapping with {}", logPrefix, nodes.bootstrap());
    Iterable<Node> abandoned = nodes.candidates();
    bootstrapAsked = true;
    nodes.bootstrapOnly();
    for (Node node : abandoned) {
      requests.disconnect(node.id());
    }
  }
}
