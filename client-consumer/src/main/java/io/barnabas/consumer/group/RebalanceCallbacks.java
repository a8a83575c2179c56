package io.barnabas.consumer.group;

import io.barnabas.consumer.metrics.GroupMetrics;
import io.barnabas.consumer.metrics.GroupMetrics.Callback;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.network.loop.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the application's rebalance listener, on the polling thread. What it throws, wakeups and
 * interrupts included, is returned, so that the rebalance goes on before it is thrown.
 */
final class RebalanceCallbacks {
  private static final Logger LOG = LoggerFactory.getLogger(RebalanceCallbacks.class);
  private static final Comparator<TopicPartition> BY_NAME =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  private static final String FAILED = "User rebalance callback throws an error";

  private final SubscriptionState subscriptions;
  private final GroupMetrics metrics;
  private final Clock clock;
  private final String logPrefix;

  RebalanceCallbacks(GroupContext context) {
    this.subscriptions = context.subscriptions();
    this.metrics = context.metrics();
    this.clock = context.loop().clock();
    this.logPrefix = context.settings().logPrefix();
  }

  RuntimeException assigned(Set<TopicPartition> partitions) {
    LOG.info("{}Adding newly assigned partitions: {}", logPrefix, partitions);
    return call(Callback.ASSIGNED, partitions, ConsumerRebalanceListener::onPartitionsAssigned);
  }

  RuntimeException revoked(Set<TopicPartition> partitions) {
    LOG.info("{}Revoke previously assigned partitions {}", logPrefix, partitions);
    return call(Callback.REVOKED, partitions, ConsumerRebalanceListener::onPartitionsRevoked);
  }

  RuntimeException lost(Set<TopicPartition> partitions) {
    LOG.info("{}Lost previously assigned partitions {}", logPrefix, partitions);
    return call(Callback.LOST, partitions, ConsumerRebalanceListener::onPartitionsLost);
  }

  /** All partitions go, lost or revoked; returns what the listener threw when they are gone. */
  RuntimeException giveUpAll(boolean lost) {
    Set<TopicPartition> held = subscriptions.assignedSet();
    if (!subscriptions.isGroupManaged() || held.isEmpty()) {
      return null;
    }
    RuntimeException failure = lost ? lost(held) : revoked(held);
    if (subscriptions.isGroupManaged()) {
      // unless the listener unsubscribed
      subscriptions.assignFromGroup(Set.of());
    }
    return failure;
  }

  /** Throws what a listener threw as the application is to see it; nothing for null. */
  static void rethrow(RuntimeException failure) {
    if (failure instanceof KafkaException) {
      throw failure;
    }
    rethrowWrapped(failure);
  }

  /** As {@link #rethrow}, but only what ends a call from outside is thrown as it is. */
  static void rethrowWrapped(RuntimeException failure) {
    if (failure instanceof WakeupException || failure instanceof InterruptException) {
      throw failure;
    }
    if (failure != null) {
      throw new KafkaException(FAILED, failure);
    }
  }

  private RuntimeException call(
      Callback kind, Set<TopicPartition> partitions, ListenerMethod method) {
    ConsumerRebalanceListener listener = subscriptions.listener().orElse(null);
    if (listener == null) {
      return null;
    }
    try {
      long startNanos = clock.nanos();
      method.on(listener, sorted(partitions));
      metrics.calledBack(kind, startNanos);
      return null;
    } catch (RuntimeException e) {
      LOG.error(
          "{}User provided listener {} failed on invocation of {} for partitions {}",
          logPrefix,
          listener.getClass().getName(),
          kind.method(),
          partitions,
          e);
      return e;
    }
  }

  static Set<TopicPartition> sorted(Collection<TopicPartition> partitions) {
    Set<TopicPartition> sorted = new TreeSet<>(BY_NAME);
    sorted.addAll(partitions);
    return sorted;
  }

  private interface ListenerMethod {
    void on(ConsumerRebalanceListener listener, Collection<TopicPartition> partitions);
  }
}
