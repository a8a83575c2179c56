package io.barnabas.admin.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.junit.jupiter.api.Test;

class AdminFutureTest {

  private final AdminFuture<String> future = new AdminFuture<>(Runnable::run);
  private final RuntimeException failure = new InvalidTopicException("bad");

  @Test
  void getThrowsTheBareCause() {
    future.completeExceptionally(failure);

    assertSame(failure, assertThrows(ExecutionException.class, future::get).getCause());
    assertSame(
        failure,
        assertThrows(ExecutionException.class, () -> future.get(1, TimeUnit.SECONDS)).getCause());
    assertSame(
        failure, assertThrows(ExecutionException.class, () -> future.getNow("x")).getCause());
    assertTrue(future.isCompletedExceptionally());
    assertFalse(future.isCancelled());
  }

  @Test
  void derivedFutureThrowsTheBareCauseToo() {
    KafkaFuture<Integer> length = future.thenApply(String::length);
    future.completeExceptionally(failure);

    assertSame(failure, assertThrows(ExecutionException.class, length::get).getCause());
  }

  @Test
  void functionThatThrowsFailsTheDerivedFuture() {
    KafkaFuture<Integer> derived =
        future.thenApply(
            value -> {
              throw failure;
            });
    future.complete("v");

    assertSame(failure, assertThrows(ExecutionException.class, derived::get).getCause());
  }

  @Test
  void outcomesGoThroughAllOf() throws Exception {
    AdminFuture<String> other = new AdminFuture<>(Runnable::run);
    KafkaFuture<Void> both = KafkaFuture.allOf(future, other);
    future.complete("a");
    assertFalse(both.isDone());
    other.completeExceptionally(failure);

    assertSame(failure, assertThrows(ExecutionException.class, both::get).getCause());
    assertEquals("a", future.get());
  }

  @Test
  void waitEndsWithATimeout() {
    assertThrows(TimeoutException.class, () -> future.get(1, TimeUnit.MILLISECONDS));
  }

  @Test
  void firstOutcomeStays() throws Exception {
    assertTrue(future.complete("first"));
    assertFalse(future.complete("second"));
    assertFalse(future.completeExceptionally(failure));
    assertFalse(future.cancel(true));
    assertEquals("first", future.get());
    assertEquals("first", future.getNow("other"));
  }

  @Test
  void cancelledFutureSaysSoWhereverItIsAsked() {
    KafkaFuture<Integer> derived = future.thenApply(String::length);
    assertTrue(future.cancel(true));

    for (KafkaFuture<?> each : List.of(future, derived)) {
      assertTrue(each.isCancelled());
      assertThrows(CancellationException.class, each::get);
      assertThrows(CancellationException.class, () -> each.get(1, TimeUnit.SECONDS));
      assertThrows(CancellationException.class, () -> each.getNow(null));
    }
  }

  @Test
  void usersCannotCompleteTheStage() {
    CompletableFuture<String> stage = future.toCompletionStage().toCompletableFuture();

    assertThrows(UnsupportedOperationException.class, () -> stage.complete("mine"));
    assertThrows(UnsupportedOperationException.class, () -> stage.completeExceptionally(failure));
    assertThrows(UnsupportedOperationException.class, () -> stage.completeAsync(() -> "mine"));
    assertFalse(future.isDone());
  }

  @Test
  void stageComposesWithOtherStages() {
    CompletableFuture<Integer> length =
        future.toCompletionStage().thenApply(String::length).toCompletableFuture();
    future.complete("four");

    assertEquals(4, length.join());
  }

  @Test
  void exceptionOfACallbackReachesOnlyTheDerivedFuture() throws Exception {
    KafkaFuture<String> derived =
        future.whenComplete(
            (value, e) -> {
              throw failure;
            });
    future.complete("v");

    assertEquals("v", future.get());
    assertInstanceOf(
        InvalidTopicException.class,
        assertThrows(ExecutionException.class, derived::get).getCause());
  }

  @Test
  void mappedFutureFailsWithTheExceptionItself() throws Exception {
    AdminFuture<String> source = new AdminFuture<>(Runnable::run);
    AdminFuture<Integer> mapped = AdminFuture.map(source, String::length);
    AdminFuture<Integer> broken =
        AdminFuture.map(
            source,
            value -> {
              throw new IllegalStateException(value);
            });
    AdminFuture<String> failing = new AdminFuture<>(Runnable::run);
    AdminFuture<Integer> failed = AdminFuture.map(failing, String::length);
    failing.completeExceptionally(new IllegalStateException());
    AtomicReference<Throwable> seen = new AtomicReference<>();
    failed.whenComplete((value, failure) -> seen.set(failure));

    source.complete("four");

    assertEquals(4, mapped.get());
    assertEquals(IllegalStateException.class, seen.get().getClass());
    assertThrows(ExecutionException.class, broken::get);
  }
}
