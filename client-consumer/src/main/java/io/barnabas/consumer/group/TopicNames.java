package io.barnabas.consumer.group;

import io.barnabas.consumer.subscription.TopicWatch;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.Poller;
import java.util.Set;
import java.util.UUID;

/** Asks for the names of topics of which only the ids are known, with a back-off. Loop thread. */
final class TopicNames {
  private final Metadata metadata;
  private final TopicWatch watch;
  private final Backoff backoff;

  private Set<UUID> awaited = Set.of();
  private long askAgainAtMs;
  private int asked;

  TopicNames(Metadata metadata, TopicWatch watch, Backoff backoff) {
    this.metadata = metadata;
    this.watch = watch;
    this.backoff = backoff;
  }

  MetadataSnapshot snapshot() {
    return metadata.snapshot();
  }

  /**
   * Asks if it is time to.
   *
   * @param unknown the topics to ask for; empty to ask for none any more
   * @return when to call again, {@link Poller#NEVER} if all names are known
   */
  long await(Set<UUID> unknown, long nowMs) {
    if (!unknown.equals(awaited)) {
      awaited = unknown;
      asked = 0;
      askAgainAtMs = nowMs;
      watch.watchIds(unknown);
    }
    if (unknown.isEmpty()) {
      return Poller.NEVER;
    }
    if (nowMs >= askAgainAtMs) {
      askAgainAtMs = nowMs + Math.max(1, backoff.delayMs(asked++));
      metadata.requestNewTopics();
    }
    return askAgainAtMs;
  }
}
