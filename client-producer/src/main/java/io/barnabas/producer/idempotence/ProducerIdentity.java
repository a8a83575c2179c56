package io.barnabas.producer.idempotence;

import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.Poller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who the producer is to the brokers: asks for a producer id when there is something to send,
 * raises the epoch when a partition's sequence is broken. Loop thread only.
 */
public final class ProducerIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerIdentity.class);

  private enum State {
    /** Batches carry no producer id. */
    OFF,
    /** No id yet; one is asked for as soon as there is something to send. */
    WANTED,
    /** The request is under way, or waits for its back-off. */
    ASKED,
    /** The transaction will say. */
    AWAITED,
    /** Batches carry {@link #current}. */
    KNOWN,
    /** The cluster does not let the producer write: {@link #failure} says why. */
    FAILED
  }

  private final String logPrefix;
  private final Supplier<CompletableFuture<ProducerId>> source;
  private final Consumer<KafkaException> onRefused;
  private final Runnable onKnown;
  private final Backoff backoff;

  /** Told of a broken sequence; null where the epoch is raised without asking anyone. */
  private final Runnable onBroken;

  private State state;
  private ProducerId current = ProducerId.NONE;
  private int failures;

  /** Written by the loop, read by all. */
  private volatile RuntimeException failure;

  private long askAgainMs;

  /**
   * @param source asks the cluster for an id; completes on the loop thread
   * @param onRefused told when there is none to be had for now
   */
  public ProducerIdentity(
      String logPrefix,
      Supplier<CompletableFuture<ProducerId>> source,
      Consumer<KafkaException> onRefused,
      Runnable onKnown,
      Backoff backoff) {
    this.logPrefix = logPrefix;
    this.source = source;
    this.onRefused = onRefused;
    this.onKnown = onKnown;
    this.backoff = backoff;
    this.onBroken = null;
    this.state = State.WANTED;
  }

  private ProducerIdentity(State state, Runnable onBroken) {
    this.logPrefix = "";
    this.source = CompletableFuture::new;
    this.onRefused = refusal -> {};
    this.onKnown = () -> {};
    this.backoff = new Backoff(0, 0);
    this.onBroken = onBroken;
    this.state = state;
  }

  /** For producers without idempotence. */
  public static ProducerIdentity off() {
    return new ProducerIdentity(State.OFF, null);
  }

  /**
   * For producers with transactions, which get id and epoch from their coordinator.
   *
   * @param onBroken told when a sequence is broken, which only another epoch mends
   */
  public static ProducerIdentity transactional(Runnable onBroken) {
    return new ProducerIdentity(State.AWAITED, onBroken);
  }

  public boolean isTransactional() {
    return onBroken != null;
  }

  /** From here on batches carry that id and epoch, each partition's from 0 if they are new. */
  public void assign(ProducerId id) {
    current = id;
    state = State.KNOWN;
  }

  public boolean isOn() {
    return state != State.OFF;
  }

  /** Whether batches may leave. Asks for an id if that is what is missing. */
  public boolean isReady(long nowMs) {
    if (state == State.WANTED && nowMs >= askAgainMs) {
      ask(nowMs);
    }
    return state == State.OFF || state == State.KNOWN;
  }

  /** When to ask {@link #isReady} again at the latest. */
  public long nextPollMs() {
    return state == State.WANTED ? askAgainMs : Poller.NEVER;
  }

  public ProducerId current() {
    return current;
  }

  /** Nothing is sent any more. A transaction decides for itself. */
  public void fail(RuntimeException cause) {
    if (isOn() && !isTransactional() && state != State.FAILED) {
      LOG.error("{}The producer cannot go on", logPrefix, cause);
      failure = cause;
      state = State.FAILED;
    }
  }

  /** Null as long as all is well. Any thread. */
  public RuntimeException failure() {
    return failure;
  }

  private void ask(long nowMs) {
    state = State.ASKED;
    source.get().whenComplete((id, error) -> onAnswer(id, error, nowMs));
  }

  private void onAnswer(ProducerId id, Throwable error, long askedMs) {
    if (state == State.FAILED) {
      return;
    }
    if (error == null) {
      LOG.info("{}ProducerId set to {} with epoch {}", logPrefix, id.id(), id.epoch());
      current = id;
      state = State.KNOWN;
      failures = 0;
      onKnown.run();
      return;
    }
    state = State.WANTED;
    askAgainMs = askedMs + backoff.delayMs(failures++);
    onRefused.accept(asKafkaException(error));
  }

  private static KafkaException asKafkaException(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof KafkaException e ? e : new KafkaException(cause);
  }

  /** From here on sequences start anew, each partition's when its turn comes. */
  void raiseEpoch() {
    if (state != State.KNOWN) {
      return;
    }
    if (isTransactional()) {
      onBroken.run();
    } else if (current.hasNextEpoch()) {
      current = current.nextEpoch();
      LOG.debug("{}Producer epoch of {} raised to {}", logPrefix, current.id(), current.epoch());
    } else {
      LOG.info("{}The epochs of producer id {} are used up", logPrefix, current.id());
      state = State.WANTED;
    }
  }
}
