package io.barnabas.consumer.group;

import io.barnabas.consumer.group.RebalanceStep.Assign;
import io.barnabas.consumer.group.RebalanceStep.Complete;
import io.barnabas.consumer.group.RebalanceStep.Fail;
import io.barnabas.consumer.group.RebalanceStep.Prepare;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.metrics.GroupMetrics;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.Poller;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.barnabas.protocol.message.JoinGroupResponse;
import io.barnabas.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.barnabas.protocol.message.SyncGroupResponse;
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
  private final GroupCalls calls;
  private final CoordinatorRequests coordinator;
  private final PollSignal signal;
  private final Clock clock;
  private final CoordinatorSearch search;
  private final PollInterval pollInterval;
  private final Heartbeater heartbeats;
  private final GroupErrors errors;
  private final GroupMetrics metrics;

  /** Written by the loop, read by any thread. */
  private volatile ClassicState state = ClassicState.UNJOINED;

  /** Written by the loop, read by any thread. */
  private volatile Generation generation = Generation.NONE;

  /** What the polling thread is asked to do, or null. Written by the loop. */
  private volatile RebalanceStep step;

  private boolean active;
  private boolean rejoinNeeded = true;
  private String rejoinReason = "";

  /** Whether the partitions are to be given up before the next joining. */
  private boolean givesUpNext = true;

  /** The group counts this member in under {@link #generation}: it may commit. */
  private boolean inGroup;

  private List<JoinGroupRequestProtocol> protocols = List.of();
  private boolean requestUnderWay;
  private long retryAtMs = Long.MIN_VALUE;
  private int failures;

  ClassicMember(GroupContext context) {
    this.settings = context.settings();
    this.coordinator = context.coordinator();
    this.signal = context.signal();
    this.clock = context.loop().clock();
    this.calls = new GroupCalls(settings, coordinator);
    this.search =
        new CoordinatorSearch(
            coordinator, settings.requestTimeoutMs(), this::onCoordinatorNotFound);
    this.pollInterval = new PollInterval(settings.maxPollIntervalMs(), settings.logPrefix());
    this.metrics = context.metrics();
    this.heartbeats =
        new Heartbeater(settings, calls, coordinator, pollInterval, metrics, clock, this);
    this.errors = new GroupErrors(settings);
  }

  // ---- what other threads may read or tell

  /** Any thread. */
  ClassicState state() {
    return state;
  }

  /** Any thread. */
  Generation generation() {
    return generation;
  }

  /** What the polling thread has to do, or null. Polling thread. */
  RebalanceStep step() {
    return step;
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
    if (!reason.isEmpty()) {
      LOG.info("{}Request joining group due to: {}", settings.logPrefix(), reason);
    }
    rejoinReason = reason;
    rejoinNeeded = true;
  }

  /** The partitions are given up; joins with these protocols. */
  void join(RebalanceStep answered, List<JoinGroupRequestProtocol> withProtocols) {
    if (step == answered) {
      step = null;
      protocols = withProtocols;
      become(ClassicState.JOINING);
      inGroup = false;
      sendJoin();
    }
  }

  /** This member is the leader and has assigned. */
  void sync(RebalanceStep answered, List<SyncGroupRequestAssignment> assignments) {
    if (step == answered) {
      step = null;
      become(ClassicState.SYNCING);
      sendSync(assignments);
    }
  }

  /** The assignment has been taken over. */
  void completed(RebalanceStep answered) {
    if (step == answered) {
      step = null;
      failures = 0;
      become(ClassicState.STABLE);
      givesUpNext = true;
    }
  }

  /** The step could not be done, or its error was thrown: begins anew. */
  void abandon(RebalanceStep answered, String reason) {
    if (step == answered) {
      tryAgain(reason, 0);
    }
  }

  /** Ends the membership; completes when the coordinator has answered or need not be told. */
  CompletableFuture<?> leave(String reason, boolean tellsGroup, boolean staysActive) {
    Generation left = generation;
    boolean isMember = state != ClassicState.UNJOINED && !left.memberId().isEmpty();
    active = staysActive;
    reset("consumer pro-actively leaving the group", true);
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
    if (!inGroup) {
      throw errors.notAMember(state.isRebalancing());
    }
    return new CommitIdentity(
        generation.id(), generation.memberId(), settings.groupInstanceId().orElse(null));
  }

  RuntimeException onCommitError(ErrorCode error, CommitIdentity sentAs) {
    boolean unchanged =
        generation.id() == sentAs.generationId() && generation.memberId().equals(sentAs.memberId());
    if (error == ErrorCode.REBALANCE_IN_PROGRESS) {
      requestRejoin("offset commit failed since group is already rebalancing");
    } else if (error != ErrorCode.FENCED_INSTANCE_ID
        && (unchanged || state != ClassicState.JOINING)) {
      reset("encountered " + error + " from OFFSET_COMMIT response", forgetsMemberId(error));
    }
    return errors.ofCommit(error, unchanged, state == ClassicState.JOINING);
  }

  // ---- the loop's turn

  @Override
  public long poll(long nowMs) {
    if (!active) {
      return NEVER;
    }
    long wakeAtMs =
        inGroup || state == ClassicState.ASSIGNING || state == ClassicState.SYNCING
            ? heartbeats.poll(nowMs, generation)
            : NEVER;
    if (state == ClassicState.JOINING && !requestUnderWay) {
      wakeAtMs = Math.min(wakeAtMs, nowMs < retryAtMs ? retryAtMs : sendJoin());
    }
    if (rejoinNeeded && (state == ClassicState.UNJOINED || state == ClassicState.STABLE)) {
      wakeAtMs = Math.min(wakeAtMs, nowMs < retryAtMs ? retryAtMs : prepare());
    }
    return wakeAtMs;
  }

  @Override
  public void onPollIntervalExceeded() {
    leave("consumer poll timeout has expired.", settings.groupInstanceId().isEmpty(), true);
  }

  @Override
  public void onRebalancing() {
    if (state == ClassicState.STABLE || state == ClassicState.COMPLETING) {
      requestRejoin("group is already rebalancing");
    }
  }

  @Override
  public void onThrownOut(Generation sent, ErrorCode error) {
    if (!sent.equals(generation)) {
      return;
    }
    LOG.info("{}Heartbeat with {} failed due to {}", settings.logPrefix(), sent, error);
    reset("encountered " + error + " from HEARTBEAT response", forgetsMemberId(error));
    if (error == ErrorCode.FENCED_INSTANCE_ID) {
      fail(errors.of(error, "heartbeat"));
    }
  }

  @Override
  public void onRefused(ErrorCode error) {
    fail(errors.of(error, "heartbeat"));
  }

  private static boolean forgetsMemberId(ErrorCode error) {
    return error != ErrorCode.ILLEGAL_GENERATION;
  }

  // ---- joining

  private long prepare() {
    if (!search.isDone()) {
      return NEVER;
    }
    become(ClassicState.PREPARING);
    step = new Prepare(generation, givesUpNext);
    givesUpNext = false;
    signal.raise();
    return NEVER;
  }

  /** Whatever the member is in, it stays in. */
  private void onCoordinatorNotFound(Throwable cause) {
    if (cause instanceof RetriableException) {
      retryLater();
    } else {
      fail(errors.asRuntime(cause));
    }
  }

  private long sendJoin() {
    requestUnderWay = true;
    rejoinNeeded = false;
    LOG.info("{}(Re-)joining group", settings.logPrefix());
    metrics.rebalanceStarted();
    long sentMs = clock.nowMs();
    Generation sent = generation;
    calls
        .join(sent, protocols, rejoinReason)
        .whenComplete(
            (response, failure) -> {
              requestUnderWay = false;
              if (state != ClassicState.JOINING || sent != generation) {
                return;
              }
              if (failure != null) {
                onRequestFailure(failure);
              } else {
                onJoined(response, sentMs);
              }
            });
    return NEVER;
  }

  private void onJoined(JoinGroupResponse response, long sentMs) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    count(error);
    switch (error) {
      case NONE -> {
        metrics.joined(clock.nowMs() - sentMs);
        enter(response);
      }
      case MEMBER_ID_REQUIRED -> {
        generation = new Generation(Generation.NO_ID, response.memberId(), null);
        rejoinReason = "need to re-join with the given member-id: " + response.memberId();
        retryAtMs = Long.MIN_VALUE;
      }
      case COORDINATOR_LOAD_IN_PROGRESS, REBALANCE_IN_PROGRESS -> retryLater();
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> {
        coordinator.markUnknown();
        retryLater();
      }
      case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION ->
          reset("encountered " + error + " from JOIN_GROUP response", forgetsMemberId(error));
      default -> fail(errors.of(error, "join group"));
    }
  }

  private void enter(JoinGroupResponse response) {
    failures = 0;
    generation =
        new Generation(response.generationId(), response.memberId(), response.protocolName());
    heartbeats.restart(clock.nowMs());
    LOG.info("{}Successfully joined group with generation {}", settings.logPrefix(), generation);
    if (response.leader().equals(response.memberId())) {
      become(ClassicState.ASSIGNING);
      step = new Assign(generation, response);
      signal.raise();
    } else {
      become(ClassicState.SYNCING);
      sendSync(List.of());
    }
  }

  private void sendSync(List<SyncGroupRequestAssignment> assignments) {
    long sentMs = clock.nowMs();
    Generation sent = generation;
    calls
        .sync(sent, assignments)
        .whenComplete(
            (response, failure) -> {
              if (state != ClassicState.SYNCING || sent != generation) {
                return;
              }
              if (failure != null) {
                onRequestFailure(failure);
              } else {
                onSynced(response, sentMs);
              }
            });
  }

  private void onSynced(SyncGroupResponse response, long sentMs) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    count(error);
    switch (error) {
      case NONE -> {
        metrics.synced(clock.nowMs() - sentMs);
        metrics.rebalanceEnded();
        LOG.info("{}Successfully synced group in generation {}", settings.logPrefix(), generation);
        become(ClassicState.COMPLETING);
        inGroup = true;
        rejoinReason = "";
        step = new Complete(generation, response.assignment());
        signal.raise();
      }
      case REBALANCE_IN_PROGRESS ->
          tryAgain("The group began another rebalance before this one was done", 0);
      case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION ->
          reset("encountered " + error + " from SYNC_GROUP response", forgetsMemberId(error));
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> {
        coordinator.markUnknown();
        tryAgain("rebalance failed due to " + error, settings.backoff().delayMs(failures++));
      }
      default -> fail(errors.of(error, "SyncGroup"));
    }
  }

  // ---- what goes wrong

  private void count(ErrorCode error) {
    if (error != ErrorCode.NONE) {
      metrics.rebalanceFailed();
    }
  }

  private void onRequestFailure(Throwable failure) {
    metrics.rebalanceFailed();
    Throwable cause = PollSignal.unwrap(failure);
    if (cause instanceof RetriableException) {
      LOG.info("{}Group request failed, trying again: {}", settings.logPrefix(), cause.toString());
      if (state == ClassicState.JOINING) {
        retryLater();
      } else {
        tryAgain(
            "rebalance failed due to " + cause.getClass().getSimpleName(),
            settings.backoff().delayMs(failures++));
      }
    } else {
      fail(errors.asRuntime(cause));
    }
  }

  /** The same request once more, after the back-off. */
  private void retryLater() {
    retryAtMs = clock.nowMs() + settings.backoff().delayMs(failures++);
  }

  /** Joins anew, the generation kept. */
  private void tryAgain(String reason, long delayMs) {
    step = null;
    inGroup = false;
    become(ClassicState.UNJOINED);
    retryAtMs = clock.nowMs() + delayMs;
    requestRejoin(reason);
  }

  /** The group does not know this member any more: its partitions are lost. */
  private void reset(String reason, boolean forgetsMemberId) {
    LOG.info(
        "{}Resetting generation {}due to: {}",
        settings.logPrefix(),
        forgetsMemberId ? "and member id " : "",
        reason);
    step = null;
    inGroup = false;
    become(ClassicState.UNJOINED);
    generation = forgetsMemberId ? Generation.NONE : generation.withoutId();
    givesUpNext = true;
    requestRejoin(reason);
  }

  private void fail(RuntimeException cause) {
    if (state == ClassicState.FAILED) {
      return;
    }
    LOG.error("{}Group membership failed: {}", settings.logPrefix(), cause.getMessage());
    inGroup = false;
    become(ClassicState.FAILED);
    step = new Fail(cause);
    signal.raise();
  }

  private void become(ClassicState next) {
    state = state.to(next);
  }
}
