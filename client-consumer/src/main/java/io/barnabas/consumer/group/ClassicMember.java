package io.barnabas.consumer.group;

import io.barnabas.network.loop.Poller;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.barnabas.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The member of a classic group: what it is in, and the conversation with the coordinator. It sends
 * heartbeats whether or not the application polls, and joins only together with a polling
 * application, which it asks by {@link RebalanceStep}s. Loop thread only, apart from the methods
 * that say otherwise.
 */
final class ClassicMember implements Poller, Heartbeater.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(ClassicMember.class);

  private final GroupSettings settings;
  private final CoordinatorRequests coordinator;
  private final CoordinatorSearch search;
  private final GroupCalls calls;
  private final GroupErrors errors;
  private final PollInterval pollInterval;
  private final Heartbeater heartbeats;
  private final ClassicStanding standing;
  private final ClassicRebalance rebalance;

  private boolean active;

  ClassicMember(GroupContext context) {
    this.settings = context.settings();
    this.coordinator = context.coordinator();
    this.search =
        new CoordinatorSearch(
            coordinator, settings.requestTimeoutMs(), this::onCoordinatorNotFound);
    this.calls = new GroupCalls(settings, coordinator);
    this.errors = new GroupErrors(settings);
    this.pollInterval = new PollInterval(settings.maxPollIntervalMs(), settings.logPrefix());
    this.heartbeats =
        new Heartbeater(
            settings,
            calls,
            coordinator,
            pollInterval,
            context.metrics(),
            context.loop().clock(),
            this);
    this.standing = new ClassicStanding(context);
    this.rebalance = new ClassicRebalance(context, standing, calls, heartbeats);
  }

  // ---- what other threads may read or tell

  /** Any thread. */
  ClassicState state() {
    return standing.state();
  }

  /** Any thread. */
  Generation generation() {
    return standing.generation();
  }

  /** What the polling thread has to do, or null. Polling thread. */
  RebalanceStep step() {
    return standing.step();
  }

  /** The application has polled. Polling thread. */
  void polled(long nowMs) {
    pollInterval.polled(nowMs);
  }

  // ---- commands of the polling thread, run on the loop

  /** There is a subscription: joins when it can. */
  void activate() {
    if (!active) {
      active = true;
      requestRejoin("");
    }
  }

  void requestRejoin(String reason) {
    standing.requestRejoin(reason);
  }

  /** The partitions are given up; joins with these protocols. */
  void join(RebalanceStep answered, List<JoinGroupRequestProtocol> withProtocols) {
    if (standing.answered(answered, ClassicState.JOINING)) {
      standing.outOfGroup();
      rebalance.join(withProtocols);
    }
  }

  /** This member is the leader and has assigned. */
  void sync(RebalanceStep answered, List<SyncGroupRequestAssignment> assignments) {
    if (standing.answered(answered, ClassicState.SYNCING)) {
      rebalance.sync(assignments);
    }
  }

  /** The assignment has been taken over. */
  void completed(RebalanceStep answered) {
    if (standing.answered(answered, ClassicState.STABLE)) {
      standing.settled();
    }
  }

  /** The step could not be done, or its error was thrown: begins anew. */
  void abandon(RebalanceStep answered, String reason) {
    if (standing.step() == answered) {
      standing.tryAgain(reason);
    }
  }

  /** Ends the membership; completes when the coordinator has answered or need not be told. */
  CompletableFuture<?> leave(String reason, boolean tellsGroup, boolean staysActive) {
    Generation left = standing.generation();
    boolean isMember = standing.state() != ClassicState.UNJOINED && !left.memberId().isEmpty();
    active = staysActive;
    standing.reset("consumer pro-actively leaving the group", true);
    if (!isMember || !tellsGroup || !coordinator.isKnown()) {
      return CompletableFuture.completedFuture(null);
    }
    LOG.info(
        "{}Member {} sending LeaveGroup request to coordinator due to {}",
        settings.logPrefix(),
        left.memberId(),
        reason);
    return calls
        .leave(left, reason)
        .handle(
            (response, failure) -> {
              Object problem =
                  failure != null ? failure.toString() : ErrorCode.forCode(response.errorCode());
              if (problem != ErrorCode.NONE) {
                LOG.warn("{}LeaveGroup failed: {}", settings.logPrefix(), problem);
              }
              return null;
            });
  }

  // ---- commits

  CommitIdentity commitIdentity() {
    if (!standing.isInGroup()) {
      throw errors.notAMember(standing.state().isRebalancing());
    }
    Generation generation = standing.generation();
    return new CommitIdentity(
        generation.id(), generation.memberId(), settings.groupInstanceId().orElse(null));
  }

  RuntimeException onCommitError(ErrorCode error, CommitIdentity sentAs) {
    Generation generation = standing.generation();
    boolean unchanged =
        generation.id() == sentAs.generationId() && generation.memberId().equals(sentAs.memberId());
    if (error == ErrorCode.REBALANCE_IN_PROGRESS) {
      requestRejoin("offset commit failed since group is already rebalancing");
    } else if (error != ErrorCode.FENCED_INSTANCE_ID
        && (unchanged || standing.state() != ClassicState.JOINING)) {
      standing.thrownOut(error, "OFFSET_COMMIT");
    }
    return errors.ofCommit(error, unchanged, standing.state() == ClassicState.JOINING);
  }

  // ---- the loop's turn

  @Override
  public long poll(long nowMs) {
    if (!active) {
      return NEVER;
    }
    long wakeAtMs = isKnownToGroup() ? heartbeats.poll(nowMs, standing.generation()) : NEVER;
    return Math.min(wakeAtMs, goOn(nowMs));
  }

  private boolean isKnownToGroup() {
    return standing.isInGroup()
        || standing.state() == ClassicState.ASSIGNING
        || standing.state() == ClassicState.SYNCING;
  }

  /** Joins, or prepares for it, if that is what comes next. */
  private long goOn(long nowMs) {
    ClassicState state = standing.state();
    boolean joins = state == ClassicState.JOINING && !rebalance.isJoinUnderWay();
    boolean prepares =
        standing.isRejoinNeeded()
            && (state == ClassicState.UNJOINED || state == ClassicState.STABLE);
    if (!joins && !prepares) {
      return NEVER;
    }
    if (nowMs < standing.retryAtMs()) {
      return standing.retryAtMs();
    }
    if (joins) {
      rebalance.join();
    } else if (search.isDone()) {
      standing.prepare();
    }
    return NEVER;
  }

  @Override
  public void onPollIntervalExceeded() {
    leave("consumer poll timeout has expired.", settings.groupInstanceId().isEmpty(), true);
  }

  @Override
  public void onRebalancing() {
    ClassicState state = standing.state();
    if (state == ClassicState.STABLE || state == ClassicState.COMPLETING) {
      requestRejoin("group is already rebalancing");
    }
  }

  @Override
  public void onThrownOut(Generation sent, ErrorCode error) {
    if (!sent.equals(standing.generation())) {
      return;
    }
    LOG.info("{}Heartbeat with {} failed due to {}", settings.logPrefix(), sent, error);
    standing.thrownOut(error, "HEARTBEAT");
    if (error == ErrorCode.FENCED_INSTANCE_ID) {
      standing.fail(errors.of(error, "heartbeat"));
    }
  }

  @Override
  public void onRefused(ErrorCode error) {
    standing.fail(errors.of(error, "heartbeat"));
  }

  /** Whatever the member is in, it stays in. */
  private void onCoordinatorNotFound(Throwable cause) {
    if (cause instanceof RetriableException) {
      standing.retryLater();
    } else {
      standing.fail(errors.asRuntime(cause));
    }
  }
}
