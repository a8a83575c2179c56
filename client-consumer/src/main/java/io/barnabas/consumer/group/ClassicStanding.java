package io.barnabas.consumer.group;

import io.barnabas.consumer.group.RebalanceStep.Fail;
import io.barnabas.consumer.group.RebalanceStep.Prepare;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.network.loop.Clock;
import io.barnabas.protocol.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a member of a classic group stands, what the polling thread is asked to do for it, and
 * whether, why and when it has to join again. Written by the loop alone.
 */
final class ClassicStanding {
  private static final Logger LOG = LoggerFactory.getLogger(ClassicStanding.class);

  private final GroupSettings settings;
  private final PollSignal signal;
  private final Clock clock;

  /** Written by the loop, read by any thread. */
  private volatile ClassicState state = ClassicState.UNJOINED;

  /** Written by the loop, read by any thread. */
  private volatile Generation generation = Generation.NONE;

  /** What the polling thread is asked to do, or null. Written by the loop. */
  private volatile RebalanceStep step;

  private boolean rejoinNeeded = true;
  private String rejoinReason = "";

  /** Whether the partitions are to be given up before the next joining. */
  private boolean givesUpNext = true;

  /** The group counts this member in under {@link #generation}: it may commit. */
  private boolean inGroup;

  /** Monotonic; before that nothing is sent. */
  private long retryAtMs = Long.MIN_VALUE;

  private int failures;

  ClassicStanding(GroupContext context) {
    this.settings = context.settings();
    this.signal = context.signal();
    this.clock = context.loop().clock();
  }

  /** Any thread. */
  ClassicState state() {
    return state;
  }

  /** Any thread. */
  Generation generation() {
    return generation;
  }

  /** What the polling thread has to do, or null. Any thread. */
  RebalanceStep step() {
    return step;
  }

  boolean isInGroup() {
    return inGroup;
  }

  boolean isRejoinNeeded() {
    return rejoinNeeded;
  }

  String rejoinReason() {
    return rejoinReason;
  }

  long retryAtMs() {
    return retryAtMs;
  }

  void requestRejoin(String reason) {
    if (!reason.isEmpty()) {
      LOG.info("{}Request joining group due to: {}", settings.logPrefix(), reason);
    }
    rejoinReason = reason;
    rejoinNeeded = true;
  }

  /** The request to join is on its way: whatever asked for it is seen to. */
  void rejoining() {
    rejoinNeeded = false;
  }

  /** Asks the polling thread to give up what it must, and what it wants. */
  void prepare() {
    ask(ClassicState.PREPARING, new Prepare(generation, givesUpNext));
    givesUpNext = false;
  }

  /** Asks the polling thread, and waits for its answer in this state. */
  void ask(ClassicState next, RebalanceStep asked) {
    become(next);
    step = asked;
    signal.raise();
  }

  /** The polling thread has done what it was asked; false if that was called off meanwhile. */
  boolean answered(RebalanceStep answered, ClassicState next) {
    if (step != answered) {
      return false;
    }
    step = null;
    become(next);
    return true;
  }

  /** The group is left for as long as the next join takes. */
  void outOfGroup() {
    inGroup = false;
  }

  /** The coordinator wants the member to join by this id. */
  void named(String memberId) {
    generation = new Generation(Generation.NO_ID, memberId, null);
    rejoinReason = "need to re-join with the given member-id: " + memberId;
    retryAtMs = Long.MIN_VALUE;
  }

  /** The member is in a new generation, in which it has no assignment yet. */
  void joined(Generation joined) {
    failures = 0;
    generation = joined;
  }

  /** The assignment is here, and the polling thread is to take it over. */
  void synced(RebalanceStep complete) {
    inGroup = true;
    rejoinReason = "";
    ask(ClassicState.COMPLETING, complete);
  }

  /** The assignment has been taken over. */
  void settled() {
    failures = 0;
    givesUpNext = true;
  }

  /** The same request once more, after the back-off. */
  void retryLater() {
    retryAtMs = clock.nowMs() + settings.backoff().delayMs(failures++);
  }

  /** Joins anew at once, the generation kept. */
  void tryAgain(String reason) {
    tryAgain(reason, clock.nowMs());
  }

  /** Joins anew after the back-off, the generation kept. */
  void tryAgainLater(String reason) {
    tryAgain(reason, clock.nowMs() + settings.backoff().delayMs(failures++));
  }

  private void tryAgain(String reason, long atMs) {
    unjoin();
    retryAtMs = atMs;
    requestRejoin(reason);
  }

  /** A broker says that the group does not count this member in, or not as it was. */
  void thrownOut(ErrorCode error, String api) {
    String reason = "encountered " + error + " from " + api + " response";
    reset(reason, error != ErrorCode.ILLEGAL_GENERATION);
  }

  /** The group does not know this member any more: its partitions are lost. */
  void reset(String reason, boolean forgetsMemberId) {
    LOG.info(
        "{}Resetting generation {}due to: {}",
        settings.logPrefix(),
        forgetsMemberId ? "and member id " : "",
        reason);
    unjoin();
    generation = forgetsMemberId ? Generation.NONE : generation.withoutId();
    givesUpNext = true;
    requestRejoin(reason);
  }

  private void unjoin() {
    step = null;
    inGroup = false;
    become(ClassicState.UNJOINED);
  }

  /** The application has to see this before anything else is tried. */
  void fail(RuntimeException cause) {
    if (state == ClassicState.FAILED) {
      return;
    }
    LOG.error("{}Group membership failed: {}", settings.logPrefix(), cause.getMessage());
    inGroup = false;
    ask(ClassicState.FAILED, new Fail(cause));
  }

  void become(ClassicState next) {
    state = state.to(next);
  }
}
