package io.barnabas.consumer.group;

import io.barnabas.consumer.group.RebalanceStep.Assign;
import io.barnabas.consumer.group.RebalanceStep.Complete;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.metrics.GroupMetrics;
import io.barnabas.network.loop.Clock;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.barnabas.protocol.message.JoinGroupResponse;
import io.barnabas.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.barnabas.protocol.message.SyncGroupResponse;
import java.util.List;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a member of a classic group gets an assignment: JoinGroup, then SyncGroup, and what their
 * answers make of its standing. An answer to what was asked in another state or generation does not
 * count. Loop thread only.
 */
final class ClassicRebalance {
  private static final Logger LOG = LoggerFactory.getLogger(ClassicRebalance.class);

  private final String logPrefix;
  private final ClassicStanding standing;
  private final GroupCalls calls;
  private final CoordinatorRequests coordinator;
  private final Heartbeater heartbeats;
  private final GroupErrors errors;
  private final GroupMetrics metrics;
  private final Clock clock;

  private List<JoinGroupRequestProtocol> protocols = List.of();
  private boolean joinUnderWay;

  ClassicRebalance(
      GroupContext context, ClassicStanding standing, GroupCalls calls, Heartbeater heartbeats) {
    this.logPrefix = context.settings().logPrefix();
    this.standing = standing;
    this.calls = calls;
    this.coordinator = context.coordinator();
    this.heartbeats = heartbeats;
    this.errors = new GroupErrors(context.settings());
    this.metrics = context.metrics();
    this.clock = context.loop().clock();
  }

  /** Joins with these protocols, now and whenever {@link #join} is called again. */
  void join(List<JoinGroupRequestProtocol> withProtocols) {
    protocols = withProtocols;
    join();
  }

  boolean isJoinUnderWay() {
    return joinUnderWay;
  }

  void join() {
    joinUnderWay = true;
    standing.rejoining();
    LOG.info("{}(Re-)joining group", logPrefix);
    metrics.rebalanceStarted();
    long sentMs = clock.nowMs();
    Generation sent = standing.generation();
    calls
        .join(sent, protocols, standing.rejoinReason())
        .whenComplete(
            (response, failure) -> {
              joinUnderWay = false;
              if (isLate(ClassicState.JOINING, sent)) {
                return;
              }
              if (failure != null) {
                onRequestFailure(failure);
              } else {
                onJoined(response, sentMs);
              }
            });
  }

  private boolean isLate(ClassicState askedIn, Generation askedAs) {
    return standing.state() != askedIn || standing.generation() != askedAs;
  }

  private void onJoined(JoinGroupResponse response, long sentMs) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    count(error);
    switch (error) {
      case NONE -> {
        metrics.joined(clock.nowMs() - sentMs);
        enter(response);
      }
      case MEMBER_ID_REQUIRED -> standing.named(response.memberId());
      case COORDINATOR_LOAD_IN_PROGRESS, REBALANCE_IN_PROGRESS -> standing.retryLater();
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> {
        coordinator.markUnknown();
        standing.retryLater();
      }
      case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION -> standing.thrownOut(error, "JOIN_GROUP");
      default -> standing.fail(errors.of(error, "join group"));
    }
  }

  private void enter(JoinGroupResponse response) {
    Generation joined =
        new Generation(response.generationId(), response.memberId(), response.protocolName());
    standing.joined(joined);
    heartbeats.restart(clock.nowMs());
    LOG.info("{}Successfully joined group with generation {}", logPrefix, joined);
    if (response.leader().equals(response.memberId())) {
      standing.ask(ClassicState.ASSIGNING, new Assign(joined, response));
    } else {
      standing.become(ClassicState.SYNCING);
      sync(List.of());
    }
  }

  /** With the assignments of all members, if this one is the leader. */
  void sync(List<SyncGroupRequestAssignment> assignments) {
    long sentMs = clock.nowMs();
    Generation sent = standing.generation();
    calls
        .sync(sent, assignments)
        .whenComplete(
            (response, failure) -> {
              if (isLate(ClassicState.SYNCING, sent)) {
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
        Generation synced = standing.generation();
        LOG.info("{}Successfully synced group in generation {}", logPrefix, synced);
        standing.synced(new Complete(synced, response.assignment()));
      }
      case REBALANCE_IN_PROGRESS ->
          standing.tryAgain("The group began another rebalance before this one was done");
      case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION -> standing.thrownOut(error, "SYNC_GROUP");
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> {
        coordinator.markUnknown();
        standing.tryAgainLater("rebalance failed due to " + error);
      }
      default -> standing.fail(errors.of(error, "SyncGroup"));
    }
  }

  private void count(ErrorCode error) {
    if (error != ErrorCode.NONE) {
      metrics.rebalanceFailed();
    }
  }

  private void onRequestFailure(Throwable failure) {
    metrics.rebalanceFailed();
    Throwable cause = PollSignal.unwrap(failure);
    if (cause instanceof RetriableException) {
      LOG.info("{}Group request failed, trying again: {}", logPrefix, cause.toString());
      if (standing.state() == ClassicState.JOINING) {
        standing.retryLater();
      } else {
        standing.tryAgainLater("rebalance failed due to " + cause.getClass().getSimpleName());
      }
    } else {
      standing.fail(errors.asRuntime(cause));
    }
  }
}
