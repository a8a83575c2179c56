package io.barnabas.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaFuture;

/**
 * Makes the same calls again and again while something happens to the cluster, and keeps what each
 * came to and how long it took.
 */
final class CallsInFlight implements AutoCloseable {

  private static final int PERIOD_MS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A call to make, and what may come of it. */
  private record Question(String name, Ask ask, List<String> outcomes) {}

  /** Makes the call; {@code round} tells one from the other. */
  interface Ask {
    KafkaFuture<?> in(int round);
  }

  private record Asked(Question question, int round, CompletableFuture<String> outcome) {}

  private final long limitMs;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Question> questions = new ArrayList<>();
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

  /** Written by the timer, read by all. */
  private volatile int rounds;

  /**
   * @param limitMs what no call may take longer than
   */
  CallsInFlight(long limitMs) {
    this.limitMs = limitMs;
  }

  /**
   * Before {@link #start()}.
   *
   * @param outcomes the value as text, or the simple name of an exception after {@code !}
   */
  CallsInFlight with(String name, Ask ask, String... outcomes) {
    questions.add(new Question(name, ask, List.of(outcomes)));
    return this;
  }

  CallsInFlight start() {
    timer.scheduleAtFixedRate(this::round, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    return this;
  }

  private void round() {
    for (Question question : questions) {
      CompletableFuture<String> outcome = new CompletableFuture<>();
      long startNanos = System.nanoTime();
      asked.add(new Asked(question, rounds, outcome));
      question
          .ask()
          .in(rounds)
          .whenComplete((value, failure) -> outcome.complete(text(value, failure, startNanos)));
    }
    rounds++;
  }

  private String text(Object value, Throwable failure, long startNanos) {
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    if (tookMs > limitMs) {
      return "late, after " + tookMs + " ms: " + value + failure;
    }
    if (failure == null) {
      return String.valueOf(value);
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return "!" + cause.getClass().getSimpleName();
  }

  /** Returns when so many more rounds have begun. */
  void awaitRounds(int more) {
    int goal = rounds + more;
    Await.until("round " + goal + " of calls", PATIENCE, () -> rounds >= goal);
  }

  /** Makes no more calls; each of those made must have come to what it may come to. */
  void assertAllWell() throws Exception {
    close();
    assertTrue(timer.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    List<String> wrong = new ArrayList<>();
    for (Asked call : asked) {
      String outcome = call.outcome().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!call.question().outcomes().contains(outcome)) {
        wrong.add("%s, round %d: %s".formatted(call.question().name(), call.round(), outcome));
      }
    }
    assertEquals(List.of(), wrong, "of " + asked.size() + " calls");
  }

  @Override
  public void close() {
    timer.shutdown();
  }
}
