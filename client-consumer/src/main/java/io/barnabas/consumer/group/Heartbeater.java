package io.barnabas.consumer.group;

import io.barnabas.consumer.metrics.GroupMetrics;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.Poller;
import io.barnabas.protocol.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends heartbeats while the member is in the group, whether or not the application polls, and
 * notices when it has not polled for too long. Loop thread only.
 */
final class Heartbeater {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeater.class);

  private final GroupSettings settings;
  private final GroupCalls calls;
  private final CoordinatorRequests coordinator;
  private final PollInterval pollInterval;
  private final GroupMetrics metrics;
  private final Clock clock;
  private final Listener listener;
  private final HeartbeatTimer timer;

  Heartbeater(
      GroupSettings settings,
      GroupCalls calls,
      CoordinatorRequests coordinator,
      PollInterval pollInterval,
      GroupMetrics metrics,
      Clock clock,
      Listener listener) {
    this.settings = settings;
    this.calls = calls;
    this.coordinator = coordinator;
    this.pollInterval = pollInterval;
    this.metrics = metrics;
    this.clock = clock;
    this.listener = listener;
    this.timer = new HeartbeatTimer(settings.heartbeatIntervalMs(), settings.sessionTimeoutMs());
  }

  /** What a heartbeat may bring to light. */
  interface Listener {
    void onPollIntervalExceeded();

    /** The group rebalances: join again. */
    void onRebalancing();

    /** The group does not know the member under the generation the heartbeat was sent with. */
    void onThrownOut(Generation sent, ErrorCode error);

    /** An error that the application must see. */
    void onRefused(ErrorCode error);
  }

  /** The group has just heard of this member. */
  void restart(long nowMs) {
    timer.restart(nowMs);
  }

  /**
   * Sends a heartbeat if one is due.
   *
   * @return when to be asked again
   */
  long poll(long nowMs, Generation generation) {
    if (timer.sessionExpired(nowMs)) {
      LOG.info(
          "{}Session timed out without receiving a heartbeat response, looking the coordinator up",
          settings.logPrefix());
      coordinator.markUnknown();
      timer.restart(nowMs);
    }
    if (pollInterval.isExceeded(nowMs)) {
      listener.onPollIntervalExceeded();
      return Poller.NEVER;
    }
    if (timer.isDue(nowMs)) {
      timer.sent(nowMs);
      metrics.heartbeatSent();
      send(generation);
    }
    return Math.min(timer.nextMs(), pollInterval.checkAtMs());
  }

  private void send(Generation generation) {
    calls
        .heartbeat(generation)
        .whenComplete(
            (response, failure) -> {
              if (failure == null) {
                onAnswer(generation, ErrorCode.forCode(response.errorCode()));
              } else {
                again();
              }
            });
  }

  private void onAnswer(Generation sent, ErrorCode error) {
    switch (error) {
      case NONE -> timer.answered(clock.nowMs());
      case REBALANCE_IN_PROGRESS -> {
        timer.answered(clock.nowMs());
        listener.onRebalancing();
      }
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> {
        coordinator.markUnknown();
        again();
      }
      case ILLEGAL_GENERATION, UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID -> {
        timer.answered(clock.nowMs());
        listener.onThrownOut(sent, error);
      }
      case GROUP_AUTHORIZATION_FAILED -> listener.onRefused(error);
      default -> {
        LOG.warn("{}Unexpected error in heartbeat response: {}", settings.logPrefix(), error);
        again();
      }
    }
  }

  private void again() {
    timer.failed(clock.nowMs() + settings.backoff().initialMs());
  }
}
