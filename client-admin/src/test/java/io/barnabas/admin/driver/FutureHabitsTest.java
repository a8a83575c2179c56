package io.barnabas.admin.driver;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

/**
 * Our futures and kafka-clients' own: whatever they come to, whatever is derived from them, before
 * or after, and however they are asked, they say the same.
 */
class FutureHabitsTest {

  private static final RuntimeException BAD = new InvalidTopicException("bad");

  /** What a future may come to. */
  private static Map<String, Consumer<KafkaFuture<String>>> outcomes() {
    Map<String, Consumer<KafkaFuture<String>>> outcomes = new LinkedHashMap<>();
    outcomes.put("pending", future -> {});
    outcomes.put("value", future -> complete(future, "v"));
    outcomes.put("null", future -> complete(future, null));
    outcomes.put("cancelled", future -> future.cancel(true));
    for (Throwable failure :
        List.of(
            BAD,
            new CompletionException(BAD),
            new CompletionException("empty", null),
            new ExecutionException(BAD),
            new CancellationException("mine"),
            new Error("e"))) {
      outcomes.put("failed with " + failure, future -> fail(future, failure));
    }
    return outcomes;
  }

  /** Users have no such method: it is not public. */
  private static void complete(KafkaFuture<String> future, String value) {
    if (future instanceof AdminFuture<String> ours) {
      ours.complete(value);
    } else {
      ((KafkaFutureImpl<String>) future).complete(value);
    }
  }

  private static void fail(KafkaFuture<String> future, Throwable failure) {
    if (future instanceof AdminFuture<String> ours) {
      ours.completeExceptionally(failure);
    } else {
      ((KafkaFutureImpl<String>) future).completeExceptionally(failure);
    }
  }

  /** What users make of a future. */
  private static Map<String, Function<KafkaFuture<String>, KafkaFuture<?>>> derivations() {
    Map<String, Function<KafkaFuture<String>, KafkaFuture<?>>> derivations = new LinkedHashMap<>();
    derivations.put("itself", future -> future);
    derivations.put("thenApply", future -> future.thenApply(value -> value + "!"));
    derivations.put("thenApply null", future -> future.thenApply(value -> null));
    derivations.put("whenComplete", future -> future.whenComplete((value, failure) -> {}));
    derivations.put(
        "thenApply twice", future -> future.thenApply(v -> v + 1).thenApply(v -> v + 2));
    derivations.put("allOf", future -> KafkaFuture.allOf(future));
    derivations.put(
        "allOf with another",
        future -> KafkaFuture.allOf(future, KafkaFuture.completedFuture("other")));
    derivations.put("allOf of derived", future -> KafkaFuture.allOf(future.thenApply(v -> v)));
    for (RuntimeException thrown :
        List.of(BAD, new CompletionException(BAD), new CancellationException("thrown"))) {
      derivations.put(
          "thenApply that throws " + thrown,
          future ->
              future.thenApply(
                  value -> {
                    throw thrown;
                  }));
      derivations.put(
          "whenComplete that throws " + thrown,
          future ->
              future.whenComplete(
                  (value, failure) -> {
                    throw thrown;
                  }));
    }
    return derivations;
  }

  /**
   * How a future is asked. Where a derived future is cancelled, theirs denies it afterwards,
   * against what {@code Future} promises: ours does not.
   */
  private static Map<String, Function<KafkaFuture<?>, String>> questions() {
    Map<String, Function<KafkaFuture<?>, String>> questions = new LinkedHashMap<>();
    questions.put("get", future -> future.isDone() ? answer(future::get) : "would wait");
    questions.put("get in time", future -> answer(() -> future.get(1, TimeUnit.NANOSECONDS)));
    questions.put("getNow", future -> answer(() -> future.getNow(null)));
    questions.put("isDone", future -> answer(future::isDone));
    questions.put("isCancelled", future -> answer(future::isCancelled));
    questions.put("isCompletedExceptionally", f -> answer(f::isCompletedExceptionally));
    questions.put("toString", future -> answer(future::toString));
    questions.put("callback", FutureHabitsTest::callback);
    questions.put("stage's callback", FutureHabitsTest::stageCallback);
    questions.put("stage's getNow", future -> answer(() -> stage(future).getNow(null)));
    questions.put("stage's isCancelled", future -> answer(() -> stage(future).isCancelled()));
    questions.put(
        "stage cancelled",
        future -> answer(() -> stage(future).cancel(true)) + answer(() -> future.getNow(null)));
    questions.put("cancel", f -> answer(() -> f.cancel(false)) + answer(() -> f.getNow(null)));
    return questions;
  }

  @SuppressWarnings("unchecked")
  private static CompletableFuture<Object> stage(KafkaFuture<?> future) {
    return ((KafkaFuture<Object>) future).toCompletionStage().toCompletableFuture();
  }

  private static String callback(KafkaFuture<?> future) {
    List<String> seen = new ArrayList<>();
    future.whenComplete((value, failure) -> seen.add(value + " / " + text(failure)));
    return seen.toString();
  }

  private static String stageCallback(KafkaFuture<?> future) {
    List<String> seen = new ArrayList<>();
    stage(future).whenComplete((value, failure) -> seen.add(value + " / " + text(failure)));
    stage(future).thenApply(v -> v).exceptionally(failure -> seen.add(text(failure)));
    return seen.toString();
  }

  private static String answer(Callable<?> question) {
    try {
      return String.valueOf(question.call());
    } catch (Throwable thrown) {
      return "threw " + text(thrown);
    }
  }

  /** The classes and words of the whole chain. */
  private static String text(Throwable failure) {
    return Stream.iterate(failure, each -> each != null, Throwable::getCause)
        .map(each -> each.getClass().getName() + ": " + each.getMessage())
        .collect(joining(", by "));
  }

  @Test
  void oursSayWhatTheirsSay() {
    List<String> theirs = everything(KafkaFutureImpl::new);
    List<String> ours = everything(() -> new AdminFuture<>(Runnable::run));

    assertTrue(theirs.size() > 3_000, theirs.size() + " answers");
    assertEquals(without(theirs, ours), without(ours, theirs));
  }

  private static String without(List<String> answers, List<String> others) {
    Set<String> rest = new LinkedHashSet<>(answers);
    rest.removeAll(Set.copyOf(others));
    return String.join("\n", rest);
  }

  private static List<String> everything(Supplier<KafkaFuture<String>> maker) {
    List<String> all = new ArrayList<>();
    outcomes()
        .forEach(
            (outcome, settle) ->
                derivations()
                    .forEach(
                        (derivation, derive) ->
                            questions()
                                .forEach(
                                    (question, ask) -> {
                                      String of = outcome + ", " + derivation + ", " + question;
                                      all.add(of + ": " + ask.apply(before(maker, settle, derive)));
                                      all.add(
                                          of
                                              + ", late: "
                                              + ask.apply(after(maker, settle, derive)));
                                    })));
    return all;
  }

  private static KafkaFuture<?> before(
      Supplier<KafkaFuture<String>> maker,
      Consumer<KafkaFuture<String>> settle,
      Function<KafkaFuture<String>, KafkaFuture<?>> derive) {
    KafkaFuture<String> source = maker.get();
    KafkaFuture<?> derived = derive.apply(source);
    settle.accept(source);
    return derived;
  }

  private static KafkaFuture<?> after(
      Supplier<KafkaFuture<String>> maker,
      Consumer<KafkaFuture<String>> settle,
      Function<KafkaFuture<String>, KafkaFuture<?>> derive) {
    KafkaFuture<String> source = maker.get();
    settle.accept(source);
    return derive.apply(source);
  }
}
