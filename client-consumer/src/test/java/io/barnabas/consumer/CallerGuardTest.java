package io.barnabas.consumer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ConcurrentModificationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CallerGuardTest {
  private final CallerGuard guard = new CallerGuard();

  private void enterElsewhere() {
    CompletableFuture.runAsync(
            () -> {
              guard.enter();
              guard.leave();
            })
        .join();
  }

  @Test
  void secondThreadIsRefusedUntilTheFirstHasLeft() {
    guard.enter();
    guard.enter();
    guard.leave();
    CompletionException refused = assertThrows(CompletionException.class, this::enterElsewhere);
    assertInstanceOf(ConcurrentModificationException.class, refused.getCause());
    guard.leave();
    assertDoesNotThrow(this::enterElsewhere);
  }

  @Test
  void closedConsumerRefusesAndStaysUsableForClosing() {
    guard.close();
    assertThrows(IllegalStateException.class, guard::enter);
    assertDoesNotThrow(this::closeElsewhere);
  }

  private void closeElsewhere() {
    CompletableFuture.runAsync(
            () -> {
              guard.enterEvenIfClosed();
              guard.leave();
            })
        .join();
  }
}
