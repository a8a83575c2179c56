package io.barnabas.consumer.group;

import io.barnabas.consumer.group.HeartbeatContent.Wanted;
import io.barnabas.consumer.group.RebalanceStep.Fail;
import io.barnabas.consumer.group.RebalanceStep.Lose;
import io.barnabas.consumer.group.RebalanceStep.Reconcile;
import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.network.loop.EventLoop;
import io.barnabas.protocol.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The polling thread's side of a membership in a consumer group (KIP-848): tells the member on the
 * loop what the application subscribes to, and takes over what the coordinator assigns.
 */
public final class ConsumerMembership implements GroupMembership {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerMembership.class);

  private final GroupContext context;
  private final GroupSettings settings;
  private final SubscriptionState subscriptions;
  private final RebalanceCallbacks callbacks;
  private final PatternTopics patternTopics;
  private final EventLoop loop;
  private final ConsumerMember member;
  private final GroupErrors errors;

  /** What the member was told to subscribe to; null while it is not to be in the group. */
  private Wanted told;

  /** The last step that the member got an answer to. */
  private RebalanceStep answered;

  /** The last step whose revocations have begun. */
  private RebalanceStep begun;

  /** A listener is being called: if it polls, it shall not be told of the same again. */
  private boolean taking;

  /** The ids of the topics of what is owned. */
  private Map<TopicPartition, UUID> ownedIds = Map.of();

  public ConsumerMembership(GroupContext context) {
    this.context = context;
    this.settings = context.settings();
    this.subscriptions = context.subscriptions();
    this.loop = context.loop();
    this.errors = new GroupErrors(settings);
    this.callbacks = new RebalanceCallbacks(context);
    this.patternTopics = new PatternTopics(context);
    this.member = new ConsumerMember(context);
    loop.addPoller(member);
  }

  @Override
  public void poll(long nowMs) {
    member.polled(nowMs);
    if (taking || !subscriptions.isGroupManaged()) {
      return;
    }
    patternTopics.update();
    if (patternTopics.areKnown()) {
      tell();
    }
    RuntimeException complaint = member.takeComplaint();
    if (complaint != null) {
      throw complaint;
    }
    RebalanceStep step = member.step();
    if (step != null && step != answered) {
      take(step);
    }
  }

  private void tell() {
    Wanted wanted = new Wanted(subscriptions.topics(), subscriptions.serverPattern());
    if (!wanted.equals(told)) {
      told = wanted;
      loop.execute(() -> member.subscribe(wanted));
    }
  }

  private void take(RebalanceStep step) {
    taking = true;
    try {
      dispatch(step);
    } finally {
      taking = false;
    }
  }

  private void dispatch(RebalanceStep step) {
    if (step instanceof Reconcile reconcile) {
      reconcile(reconcile);
    } else if (step instanceof Lose lose) {
      loseAll(lose);
    } else if (step instanceof Fail fail) {
      fail(fail);
    }
  }

  private void answer(RebalanceStep step, Runnable command) {
    answered = step;
    loop.execute(command);
  }

  // ---- taking over

  /** What the listener throws leaves the step to be taken again by the next poll. */
  private void reconcile(Reconcile step) {
    Map<TopicPartition, UUID> assigned = step.resolved().topicIds();
    Set<TopicPartition> owned = subscriptions.assignedSet();
    Set<TopicPartition> revoked = without(owned, tp -> isSame(tp, assigned));
    if (begun != step) {
      begun = step;
      subscriptions.markPendingRevocation(revoked);
    }
    if (!context.commitBefore().isDone(step, settings.maxPollIntervalMs())) {
      return;
    }
    Set<TopicPartition> added =
        without(assigned.keySet(), tp -> owned.contains(tp) && !revoked.contains(tp));
    LOG.info(
        "{}Updating assignment: assigned {}, owned {}, added {}, revoked {}",
        settings.logPrefix(),
        assigned.keySet(),
        owned,
        added,
        revoked);
    revoke(owned, revoked);
    if (isSubscribed()) {
      assign(assigned, added);
    }
    if (isSubscribed()) {
      answer(step, () -> member.reconciled(step));
    }
  }

  /** Not after a listener has unsubscribed or closed the consumer. */
  private boolean isSubscribed() {
    return told != null;
  }

  /** A topic that was deleted and created again is another topic. */
  private boolean isSame(TopicPartition tp, Map<TopicPartition, UUID> assigned) {
    UUID id = assigned.get(tp);
    return id != null && id.equals(ownedIds.get(tp));
  }

  private static Set<TopicPartition> without(
      Set<TopicPartition> partitions, Predicate<TopicPartition> left) {
    return partitions.stream().filter(left.negate()).collect(Collectors.toSet());
  }

  private void revoke(Set<TopicPartition> owned, Set<TopicPartition> revoked) {
    if (revoked.isEmpty()) {
      return;
    }
    RebalanceCallbacks.rethrow(callbacks.revoked(revoked));
    if (isSubscribed()) {
      subscriptions.assignFromGroup(without(owned, revoked::contains));
    }
  }

  private void assign(Map<TopicPartition, UUID> assigned, Set<TopicPartition> added) {
    ownedIds = new HashMap<>(assigned);
    context.commitBefore().assignmentChanged();
    if (subscriptions.kind() == SubscriptionState.Kind.SERVER_PATTERN) {
      context.watch().watch(topicsOf(assigned.keySet()));
    }
    subscriptions.assignFromGroup(assigned.keySet());
    RebalanceCallbacks.rethrow(callbacks.assigned(added));
  }

  private static Set<String> topicsOf(Set<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
  }

  // ---- losing

  private void loseAll(Lose step) {
    answer(step, () -> member.rejoin(step));
    RebalanceCallbacks.rethrow(callbacks.giveUpAll(true));
  }

  private void fail(Fail step) {
    answer(step, () -> member.failed(step));
    // what the listener throws is logged; the error of the group comes first
    callbacks.giveUpAll(true);
    throw step.cause();
  }

  // ---- what the application says

  @Override
  public void subscriptionChanged() {
    // the next poll tells the member
    patternTopics.guess();
  }

  @Override
  public void requestRejoin(String reason) {
    LOG.warn("{}Operation not supported in new consumer group protocol", settings.logPrefix());
  }

  @Override
  public void requireServerPatterns() {
    // they are part of the protocol
  }

  @Override
  public ConsumerGroupMetadata groupMetadata() {
    int epoch = told == null ? Generation.NO_ID : member.lastEpoch();
    return context.groupMetadata(epoch, epoch < 0 ? "" : member.memberId());
  }

  @Override
  public void giveUpPartitions() {
    RuntimeException failure = callbacks.giveUpAll(member.epoch() <= 0);
    if (failure != null) {
      throw failure instanceof KafkaException ? failure : new KafkaException(failure);
    }
  }

  /** Whatever the listener throws, the consumer has unsubscribed. */
  @Override
  public void unsubscribe(Deadline deadline) {
    patternTopics.forget();
    RuntimeException failure = callbacks.giveUpAll(member.epoch() <= 0);
    leave("the consumer unsubscribed from all topics", LeaveMode.DEFAULT, deadline);
    subscriptions.unsubscribe();
    RebalanceCallbacks.rethrow(failure);
  }

  @Override
  public void leave(String reason, LeaveMode tellsGroup, Deadline deadline) {
    if (told != null) {
      told = null;
      context.runAndAwait(() -> member.leave(reason, tellsGroup), deadline);
    }
  }

  // ---- commits

  @Override
  public CommitIdentity commitIdentity() {
    return new CommitIdentity(
        Math.max(Generation.NO_ID, member.epoch()),
        member.memberId(),
        settings.groupInstanceId().orElse(null));
  }

  @Override
  public CommitIdentity fetchIdentity() {
    return member.epoch() > 0 ? commitIdentity() : CommitIdentity.STANDALONE;
  }

  @Override
  public RuntimeException onCommitError(ErrorCode error, CommitIdentity sentAs) {
    return errors.ofEpochCommit(error);
  }
}
