package io.barnabas.consumer.group;

import io.barnabas.consumer.group.RebalanceStep.Assign;
import io.barnabas.consumer.group.RebalanceStep.Complete;
import io.barnabas.consumer.group.RebalanceStep.Fail;
import io.barnabas.consumer.group.RebalanceStep.Prepare;
import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.loop.EventLoop;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.barnabas.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The polling thread's side of a classic membership: takes the steps of a rebalance when the member
 * on the loop asks for them, and notices what makes a rebalance necessary.
 */
public final class ClassicMembership implements GroupMembership {
  private static final Logger LOG = LoggerFactory.getLogger(ClassicMembership.class);

  private final GroupContext context;
  private final GroupSettings settings;
  private final SubscriptionState subscriptions;
  private final Assignors assignors;
  private final RebalanceCallbacks callbacks;
  private final PatternTopics patternTopics;
  private final EventLoop loop;
  private final ClassicMember member;

  private ConsumerGroupMetadata groupMetadata;
  private boolean active;

  /** The last step that was taken, so that none is taken twice. */
  private RebalanceStep done;

  /** The last step that the member got an answer to. */
  private RebalanceStep answered;

  /** The subscription that the group knows; null before the first joining. */
  private Set<String> joinedTopics;

  /** Of the leader: the assignment under way. */
  private LeaderAssignment assigning;

  /** Of the leader: what it assigned by; null if this member is not the leader. */
  private Map<String, Integer> assignedBy;

  private Set<String> groupTopics = Set.of();
  private long checkedVersion = -1;

  public ClassicMembership(GroupContext context, Assignors assignors) {
    this.context = context;
    this.settings = context.settings();
    this.subscriptions = context.subscriptions();
    this.assignors = assignors;
    this.loop = context.loop();
    this.callbacks = new RebalanceCallbacks(context);
    this.patternTopics = new PatternTopics(context);
    this.member = new ClassicMember(context);
    this.groupMetadata = metadataOf(Generation.NONE);
    loop.addPoller(member);
  }

  private ConsumerGroupMetadata metadataOf(Generation generation) {
    return context.groupMetadata(generation.id(), generation.memberId());
  }

  @Override
  public void poll(long nowMs) {
    member.polled(nowMs);
    if (!subscriptions.isGroupManaged()) {
      return;
    }
    checkMetadata();
    if (!patternTopics.areKnown()) {
      return;
    }
    if (!active) {
      active = true;
      loop.execute(member::activate);
    }
    RebalanceStep step = member.step();
    if (step != null && step != done) {
      take(step);
    }
  }

  private void take(RebalanceStep step) {
    try {
      dispatch(step);
    } catch (RuntimeException e) {
      if (done == step && answered != step) {
        answer(step, () -> member.abandon(step, "rebalance failed due to " + e));
      }
      throw e;
    }
  }

  private void answer(RebalanceStep step, Runnable command) {
    answered = step;
    loop.execute(command);
  }

  private void dispatch(RebalanceStep step) {
    if (step instanceof Prepare prepare) {
      prepare(prepare);
    } else if (step instanceof Assign assign) {
      assign(assign);
    } else if (step instanceof Complete complete) {
      complete(complete);
    } else if (step instanceof Fail fail) {
      done = fail;
      answer(fail, () -> member.abandon(fail, "the last attempt failed"));
      throw fail.cause();
    }
  }

  // ---- giving up

  private void prepare(Prepare step) {
    RuntimeException failure = null;
    if (step.givesUp()) {
      if (!assignors.isCooperative()) {
        subscriptions.markPendingRevocation(subscriptions.assignedSet());
      }
      if (!context.commitBefore().isDone(step, settings.maxPollIntervalMs())) {
        return;
      }
      // set before the listener runs: when that throws, it is not called again
      done = step;
      failure = giveUpBeforeJoining(step.generation());
    }
    if (!active) {
      // the listener closed the consumer
      RebalanceCallbacks.rethrowWrapped(failure);
      return;
    }
    done = step;
    assignedBy = null;
    assigning = null;
    joinedTopics = subscriptions.topics();
    context.watch().watch(joinedTopics);
    List<JoinGroupRequestProtocol> protocols =
        assignors.protocols(
            joinedTopics, subscriptions.assignedSet(), member.generation().id(), settings.rackId());
    answer(step, () -> member.join(step, protocols));
    RebalanceCallbacks.rethrowWrapped(failure);
  }

  private RuntimeException giveUpBeforeJoining(Generation generation) {
    Set<TopicPartition> held = subscriptions.assignedSet();
    if (generation.isNone()) {
      return held.isEmpty() ? null : giveUp(held, callbacks.lost(held));
    }
    if (!assignors.isCooperative()) {
      return giveUp(held, callbacks.revoked(held));
    }
    held.removeIf(tp -> subscriptions.topics().contains(tp.topic()));
    return held.isEmpty() ? null : giveUp(held, callbacks.revoked(held));
  }

  /** The assignment changes after the listener ran, so that it can still commit. */
  private RuntimeException giveUp(Set<TopicPartition> partitions, RuntimeException failure) {
    Set<TopicPartition> kept = subscriptions.assignedSet();
    kept.removeAll(partitions);
    subscriptions.assignFromGroup(kept);
    return failure;
  }

  // ---- assigning, as the leader

  private void assign(Assign step) {
    if (assigning == null || assigning.step() != step) {
      assigning =
          new LeaderAssignment(step, context.metadata(), context.watch(), settings.logPrefix());
      assigning.ready().whenComplete((snapshot, failure) -> context.signal().raise());
    }
    CompletableFuture<MetadataSnapshot> ready = assigning.ready();
    if (!ready.isDone()) {
      return;
    }
    done = step;
    PollSignal.valueOf(ready);
    List<SyncGroupRequestAssignment> assignments = assigning.assign(assignors);
    groupTopics = Set.copyOf(assigning.topics());
    context.watch().watchAlso(groupTopics);
    assignedBy = LeaderAssignment.partitionCounts(groupTopics, context.metadata().snapshot());
    answer(step, () -> member.sync(step, assignments));
  }

  // ---- taking over

  private void complete(Complete step) {
    done = step;
    Generation generation = step.generation();
    groupMetadata = metadataOf(generation);
    Assignment assignment = ConsumerProtocol.decodeAssignment(step.assignment());
    Set<TopicPartition> assigned = RebalanceCallbacks.sorted(assignment.partitions());
    if (!matchesSubscription(assigned)) {
      answer(step, () -> member.completed(step));
      requestRejoin("received assignment does not match the current subscription");
      return;
    }
    RuntimeException failure = takeOver(assignment, assigned, generation);
    if (failure != null) {
      // the next poll takes the step again: the listener then hears of nothing new
      done = null;
      RebalanceCallbacks.rethrow(failure);
    }
    if (active) {
      answer(step, () -> member.completed(step));
    }
  }

  private boolean matchesSubscription(Set<TopicPartition> assigned) {
    if (subscriptions.kind() == SubscriptionState.Kind.PATTERN) {
      return assigned.stream()
          .allMatch(tp -> subscriptions.pattern().matcher(tp.topic()).matches());
    }
    return assigned.stream().allMatch(tp -> subscriptions.topics().contains(tp.topic()));
  }

  private RuntimeException takeOver(
      Assignment assignment, Set<TopicPartition> assigned, Generation generation) {
    Set<TopicPartition> owned = subscriptions.assignedSet();
    Set<TopicPartition> added = RebalanceCallbacks.sorted(assigned);
    added.removeAll(owned);
    Set<TopicPartition> revoked = RebalanceCallbacks.sorted(owned);
    revoked.removeAll(assigned);
    RuntimeException failure = null;
    if (assignors.isCooperative()) {
      LOG.info(
          "{}Updating assignment: assigned {}, owned {}, added {}, revoked {}",
          settings.logPrefix(),
          assigned,
          owned,
          added,
          revoked);
      if (!revoked.isEmpty()) {
        failure = callbacks.revoked(revoked);
        requestRejoin("need to revoke partitions and re-join");
      }
    }
    failure = first(failure, notifyAssignor(assignment, generation));
    context.commitBefore().assignmentChanged();
    subscriptions.assignFromGroup(assigned);
    return first(failure, callbacks.assigned(added));
  }

  private RuntimeException notifyAssignor(Assignment assignment, Generation generation) {
    ConsumerPartitionAssignor assignor = assignors.named(generation.protocolName());
    LOG.info("{}Notifying assignor about the new {}", settings.logPrefix(), assignment);
    try {
      assignor.onAssignment(assignment, groupMetadata);
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static RuntimeException first(RuntimeException earlier, RuntimeException later) {
    return earlier != null ? earlier : later;
  }

  // ---- what makes a rebalance necessary

  @Override
  public void subscriptionChanged() {
    patternTopics.guess();
    if (!patternTopics.areKnown()) {
      return;
    }
    if (joinedTopics != null && !joinedTopics.equals(subscriptions.topics())) {
      requestRejoin("subscription has changed");
      joinedTopics = subscriptions.topics();
    }
  }

  /** The leader watches the partitions of all topics of the group. */
  private void checkMetadata() {
    if (patternTopics.update()) {
      subscriptionChanged();
    }
    MetadataSnapshot snapshot = context.metadata().snapshot();
    if (snapshot.version() == checkedVersion) {
      return;
    }
    checkedVersion = snapshot.version();
    if (assignedBy != null) {
      Map<String, Integer> counts = LeaderAssignment.partitionCounts(groupTopics, snapshot);
      if (!counts.equals(assignedBy)) {
        LOG.info(
            "{}Cached metadata has changed from {} at the beginning of the rebalance to {}",
            settings.logPrefix(),
            assignedBy,
            counts);
        assignedBy = counts;
        requestRejoin("cached metadata has changed");
      }
    }
  }

  @Override
  public void requestRejoin(String reason) {
    loop.execute(() -> member.requestRejoin(reason));
  }

  @Override
  public ConsumerGroupMetadata groupMetadata() {
    return groupMetadata;
  }

  // ---- leaving

  @Override
  public void giveUpPartitions() {
    boolean lost = member.generation().isNone() || member.state().isRebalancing();
    RebalanceCallbacks.rethrowWrapped(callbacks.giveUpAll(lost));
  }

  @Override
  public void unsubscribe(Deadline deadline) {
    patternTopics.forget();
    giveUpPartitions();
    Deadline now = Deadline.after(deadline.clock(), 0);
    leave("the consumer unsubscribed from all topics", LeaveMode.DEFAULT, now);
  }

  @Override
  public void leave(String reason, LeaveMode tellsGroup, Deadline deadline) {
    if (!active) {
      return;
    }
    active = false;
    joinedTopics = null;
    assignedBy = null;
    boolean isDynamic = settings.groupInstanceId().isEmpty();
    boolean tells = tellsGroup == LeaveMode.LEAVE || (tellsGroup == LeaveMode.DEFAULT && isDynamic);
    context.runAndAwait(() -> member.leave(reason, tells, false), deadline);
  }

  @Override
  public void requireServerPatterns() {
    throw new UnsupportedOperationException(
        "Subscribe to RE2/J pattern is not supported when using the CLASSIC protocol defined in"
            + " config group.protocol");
  }

  @Override
  public CommitIdentity fetchIdentity() {
    return CommitIdentity.STANDALONE;
  }

  @Override
  public CommitIdentity commitIdentity() {
    return member.commitIdentity();
  }

  @Override
  public RuntimeException onCommitError(ErrorCode error, CommitIdentity sentAs) {
    return switch (error) {
      case FENCED_INSTANCE_ID, REBALANCE_IN_PROGRESS, UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION ->
          member.onCommitError(error, sentAs);
      default -> null;
    };
  }
}
