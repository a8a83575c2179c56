package io.barnabas.consumer.group;

import io.barnabas.consumer.group.GroupMembership.LeaveMode;
import io.barnabas.consumer.group.HeartbeatContent.Wanted;
import io.barnabas.consumer.group.RebalanceStep.Fail;
import io.barnabas.consumer.group.RebalanceStep.Lose;
import io.barnabas.consumer.group.RebalanceStep.Reconcile;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.metrics.GroupMetrics;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.Poller;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ConsumerGroupHeartbeatRequest;
import io.barnabas.protocol.message.ConsumerGroupHeartbeatResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The member of a consumer group (KIP-848): its epoch, and the heartbeats by which it joins, learns
 * what it is to have, says what it has, and leaves. They go on whether or not the application
 * polls; assignments are taken over by the polling thread, which it asks by {@link RebalanceStep}s.
 * Loop thread only, apart from the methods that say otherwise.
 */
final class ConsumerMember implements Poller {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerMember.class);

  private static final int EPOCH_JOIN = 0;
  private static final int EPOCH_LEAVE = -1;
  private static final int EPOCH_LEAVE_STATIC = -2;

  /** The first version whose coordinators match patterns. */
  private static final int WITH_PATTERNS = 1;

  private final GroupSettings settings;
  private final CoordinatorRequests coordinator;
  private final CoordinatorSearch search;
  private final PollInterval pollInterval;
  private final TopicNames names;
  private final PollSignal signal;
  private final Clock clock;
  private final GroupErrors errors;
  private final GroupMetrics metrics;

  /** For life. */
  private final String memberId = Uuid.randomUuid().toString();

  private final HeartbeatContent content;
  private final HeartbeatSchedule schedule;
  private final TargetAssignment target = new TargetAssignment();

  /** What the application is to be thrown, while the membership goes on. Any thread. */
  private final AtomicReference<RuntimeException> complaint = new AtomicReference<>();

  /** Written by the loop, read by any thread. */
  private volatile ConsumerState state = ConsumerState.OUT;

  /** Not above 0 without a place in the group. Written by the loop, read by any thread. */
  private volatile int epoch = EPOCH_LEAVE;

  /** The last one above 0, or -1. Written by the loop, read by any thread. */
  private volatile int lastEpoch = EPOCH_LEAVE;

  /** What the polling thread is asked to do, or null. Written by the loop. */
  private volatile RebalanceStep step;

  /** Grows with each joining and each end, so that late answers count for nothing. */
  private int stay;

  ConsumerMember(GroupContext context) {
    this.settings = context.settings();
    this.coordinator = context.coordinator();
    this.signal = context.signal();
    this.clock = context.loop().clock();
    this.metrics = context.metrics();
    this.errors = new GroupErrors(settings);
    this.content = new HeartbeatContent(settings, memberId);
    this.schedule = new HeartbeatSchedule(settings.backoff());
    this.names = new TopicNames(context.metadata(), context.watch(), settings.backoff());
    this.pollInterval = new PollInterval(settings.maxPollIntervalMs(), settings.logPrefix());
    this.search =
        new CoordinatorSearch(coordinator, settings.requestTimeoutMs(), this::onRequestFailure);
  }

  // ---- what other threads may read or tell

  String memberId() {
    return memberId;
  }

  /** Not above 0 without a place in the group. Any thread. */
  int epoch() {
    return epoch;
  }

  /** The last that was above 0, or -1 before the first. Any thread. */
  int lastEpoch() {
    return lastEpoch;
  }

  /** What the polling thread has to do, or null. Polling thread. */
  RebalanceStep step() {
    return step;
  }

  /** What the application is to be thrown once, or null. Polling thread. */
  RuntimeException takeComplaint() {
    return complaint.getAndSet(null);
  }

  /** The application has polled. Polling thread. */
  void polled(long nowMs) {
    pollInterval.polled(nowMs);
  }

  // ---- commands of the polling thread, run on the loop

  /** There is a subscription, or another one than before. */
  void subscribe(Wanted wanted) {
    content.want(wanted);
    if (state == ConsumerState.OUT) {
      join();
    }
  }

  /** The assignment of the step has been taken over. */
  void reconciled(Reconcile answered) {
    if (step == answered) {
      step = null;
      target.reached(answered.resolved());
      become(ConsumerState.ACKNOWLEDGING);
    }
  }

  /** All partitions were given up. */
  void rejoin(Lose answered) {
    if (step == answered) {
      step = null;
      become(ConsumerState.OUT);
      join();
    }
  }

  /** The application has been thrown it. */
  void failed(Fail answered) {
    if (step == answered) {
      step = null;
    }
  }

  /** Ends the membership; completes when the coordinator has answered or need not be told. */
  CompletableFuture<?> leave(String reason, LeaveMode mode) {
    boolean wasMember = state.isActive();
    if (state != ConsumerState.FAILED) {
      end(ConsumerState.OUT);
      step = null;
    }
    boolean isDynamic = settings.groupInstanceId().isEmpty();
    if (!wasMember || (isDynamic && mode == LeaveMode.REMAIN) || !coordinator.isKnown()) {
      return CompletableFuture.completedFuture(null);
    }
    LOG.info("{}Member {} leaves the group: {}", settings.logPrefix(), memberId, reason);
    boolean comesBack = !isDynamic && mode != LeaveMode.LEAVE;
    return sendLeaving(comesBack ? EPOCH_LEAVE_STATIC : EPOCH_LEAVE);
  }

  private CompletableFuture<?> sendLeaving(int leaveEpoch) {
    return coordinator
        .send(content.leaving(leaveEpoch), settings.requestTimeoutMs())
        .handle(
            (response, failure) -> {
              Object problem =
                  failure != null ? failure.toString() : ErrorCode.forCode(response.errorCode());
              if (problem != ErrorCode.NONE) {
                LOG.warn("{}Leaving the group failed: {}", settings.logPrefix(), problem);
              }
              return null;
            });
  }

  // ---- the loop's turn

  @Override
  public long poll(long nowMs) {
    if (!state.isActive()) {
      return NEVER;
    }
    if (pollInterval.isExceeded(nowMs)) {
      leaveForNow();
      return NEVER;
    }
    long wakeAtMs = pollInterval.checkAtMs();
    if (state == ConsumerState.RECONCILING && step == null) {
      wakeAtMs = Math.min(wakeAtMs, reconcile(nowMs));
    }
    if (!search.isDone()) {
      return wakeAtMs;
    }
    if (schedule.isDue(nowMs, state.hurries() || content.hasNews())) {
      heartbeat(nowMs);
    }
    return Math.min(wakeAtMs, schedule.dueAtMs(state.hurries() || content.hasNews()));
  }

  private void heartbeat(long nowMs) {
    boolean joining = state == ConsumerState.JOINING;
    ConsumerGroupHeartbeatRequest request =
        joining ? content.joining(EPOCH_JOIN) : content.next(epoch, target.owned());
    schedule.sent(nowMs);
    metrics.heartbeatSent();
    if (state == ConsumerState.ACKNOWLEDGING) {
      settle();
    }
    int sentIn = stay;
    coordinator
        .send(
            VersionedRequest.atLeast(content.wantsPattern() ? WITH_PATTERNS : 0, request),
            settings.requestTimeoutMs())
        .whenComplete(
            (response, failure) -> {
              if (sentIn != stay) {
                return;
              }
              if (failure != null) {
                onRequestFailure(PollSignal.unwrap(failure));
              } else if (response.errorCode() != ErrorCode.NONE.code()) {
                onError(ErrorCode.forCode(response.errorCode()), response.errorMessage());
              } else {
                onAnswer(response);
              }
            });
  }

  private void onAnswer(ConsumerGroupHeartbeatResponse response) {
    if (response.memberEpoch() <= 0) {
      LOG.warn(
          "{}Ignoring a heartbeat response with epoch {}",
          settings.logPrefix(),
          response.memberEpoch());
      retryLater();
      return;
    }
    schedule.answered(response.heartbeatIntervalMs());
    epoch = response.memberEpoch();
    lastEpoch = epoch;
    if (response.assignment() != null) {
      TopicIdAssignment.Builder assigned = new TopicIdAssignment.Builder();
      response
          .assignment()
          .topicPartitions()
          .forEach(topic -> assigned.add(topic.topicId(), topic.partitions()));
      target.aimAt(assigned.build());
    }
    if (state != ConsumerState.ACKNOWLEDGING) {
      settle();
    }
  }

  /** A step under way is finished first, whatever is wanted meanwhile. */
  private void settle() {
    if (step != null) {
      return;
    }
    ConsumerState next = target.isReached() ? ConsumerState.STABLE : ConsumerState.RECONCILING;
    if (state != next) {
      become(next);
    }
  }

  private long reconcile(long nowMs) {
    TargetAssignment.Resolved resolved = target.resolve(names.snapshot());
    if (target.isNews(resolved)) {
      step = new Reconcile(resolved);
      signal.raise();
    }
    return names.await(resolved.unknown(), nowMs);
  }

  // ---- joining and getting lost

  private void join() {
    stay++;
    become(ConsumerState.JOINING);
    schedule.restart();
    LOG.info("{}Member {} joins the group", settings.logPrefix(), memberId);
  }

  /** The application does not poll: others shall have the partitions until it does. */
  private void leaveForNow() {
    if (coordinator.isKnown()) {
      sendLeaving(settings.groupInstanceId().isEmpty() ? EPOCH_LEAVE : EPOCH_LEAVE_STATIC);
    }
    lose();
  }

  private void lose() {
    end(ConsumerState.LOST);
    step = new Lose();
    signal.raise();
  }

  private void fail(RuntimeException cause) {
    LOG.error("{}Group membership failed: {}", settings.logPrefix(), cause.getMessage());
    end(ConsumerState.FAILED);
    step = new Fail(cause);
    signal.raise();
  }

  private void end(ConsumerState next) {
    stay++;
    epoch = EPOCH_LEAVE;
    target.clear();
    content.forget();
    names.await(Set.of(), 0);
    if (state != next) {
      become(next);
    }
  }

  // ---- what goes wrong

  private void onRequestFailure(Throwable cause) {
    if (!state.isActive()) {
      return;
    }
    if (cause instanceof RetriableException) {
      LOG.debug("{}Heartbeat failed, trying again", settings.logPrefix(), cause);
      retryLater();
    } else if (cause instanceof UnsupportedVersionException) {
      fail(errors.noConsumerGroups(content.wantsPattern() && coordinator.hasConsumerGroups()));
    } else {
      fail(errors.asRuntime(cause));
    }
  }

  private void onError(ErrorCode error, String message) {
    LOG.info("{}Heartbeat failed due to {}: {}", settings.logPrefix(), error, message);
    switch (error) {
      case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE -> {
        coordinator.markUnknown();
        retryLater();
      }
      case COORDINATOR_LOAD_IN_PROGRESS -> retryLater();
      case FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID -> lose();
      case TOPIC_AUTHORIZATION_FAILED -> {
        complaint.set(errors.ofHeartbeat(error, null));
        signal.raise();
        retryLater();
      }
      default -> fail(errors.ofHeartbeat(error, message));
    }
  }

  /** The coordinator may or may not have heard the last one: the next one says all again. */
  private void retryLater() {
    content.forget();
    schedule.failed(clock.nowMs());
  }

  private void become(ConsumerState next) {
    LOG.debug("{}Member {}: {} -> {}", settings.logPrefix(), memberId, state, next);
    ConsumerState before = state;
    state = before.to(next);
    if (next == ConsumerState.RECONCILING) {
      metrics.rebalanceStarted();
    } else if (before == ConsumerState.RECONCILING && next.isActive()) {
      metrics.rebalanceEnded();
    } else if (next == ConsumerState.LOST || next == ConsumerState.FAILED) {
      metrics.rebalanceGivenUp();
    }
  }
}
