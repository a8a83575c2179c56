package io.barnabas.consumer.group;

import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.protocol.ErrorCode;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A membership by the new protocol where the cluster has it for this group, else by the classic
 * one. Tries the new one first; once it is or has been a member, the protocol stays.
 */
public final class AutoMembership implements GroupMembership {
  private static final Logger LOG = LoggerFactory.getLogger(AutoMembership.class);

  private final SubscriptionState subscriptions;
  private final ClassicMembership classic;
  private final String logPrefix;

  /** Changed once at most, by the polling thread; read by the loop, too. */
  private volatile GroupMembership chosen;

  public AutoMembership(
      GroupContext context, ConsumerMembership consumer, ClassicMembership classic) {
    this.subscriptions = context.subscriptions();
    this.classic = classic;
    this.logPrefix = context.settings().logPrefix();
    this.chosen = consumer;
  }

  @Override
  public void poll(long nowMs) {
    try {
      chosen.poll(nowMs);
    } catch (UnsupportedVersionException | GroupIdNotFoundException e) {
      if (chosen == classic
          || chosen.groupMetadata().generationId() >= 0
          || subscriptions.kind() == SubscriptionState.Kind.SERVER_PATTERN) {
        throw e;
      }
      LOG.info("{}Joining by the classic protocol: {}", logPrefix, e.getMessage());
      chosen = classic;
      chosen.poll(nowMs);
    }
  }

  @Override
  public void subscriptionChanged() {
    chosen.subscriptionChanged();
  }

  @Override
  public void requestRejoin(String reason) {
    chosen.requestRejoin(reason);
  }

  @Override
  public void requireServerPatterns() {
    chosen.requireServerPatterns();
  }

  @Override
  public ConsumerGroupMetadata groupMetadata() {
    return chosen.groupMetadata();
  }

  @Override
  public void giveUpPartitions() {
    chosen.giveUpPartitions();
  }

  @Override
  public void unsubscribe(Deadline deadline) {
    chosen.unsubscribe(deadline);
  }

  @Override
  public void leave(String reason, LeaveMode tellsGroup, Deadline deadline) {
    chosen.leave(reason, tellsGroup, deadline);
  }

  @Override
  public CommitIdentity commitIdentity() {
    return chosen.commitIdentity();
  }

  @Override
  public CommitIdentity fetchIdentity() {
    return chosen.fetchIdentity();
  }

  @Override
  public RuntimeException onCommitError(ErrorCode error, CommitIdentity sentAs) {
    return chosen.onCommitError(error, sentAs);
  }
}
