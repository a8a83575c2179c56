package io.barnabas.network.loop;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventLoopTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final List<String> happened = new ArrayList<>();

  @Test
  void turnRunsCommandsThenTimersThenPollersThenItsEnd() {
    try (SteppedLoop stepped = new SteppedLoop()) {
      EventLoop loop = stepped.loop();
      loop.atTurnEnd(poller("end"));
      loop.addPoller(poller("first poller"));
      loop.addPoller(poller("second poller"));
      loop.schedule(stepped.clock().nowMs(), () -> happened.add("timer"));
      loop.execute(() -> happened.add("command"));

      stepped.turn();

      assertEquals(List.of("command", "timer", "first poller", "second poller", "end"), happened);
    }
  }

  @Test
  void timersRunAtTheirTimeInOrderUnlessCancelled() {
    try (SteppedLoop stepped = new SteppedLoop()) {
      EventLoop loop = stepped.loop();
      long nowMs = stepped.clock().nowMs();
      loop.schedule(nowMs + 20, () -> happened.add("20"));
      loop.schedule(nowMs + 10, () -> happened.add("10"));
      loop.schedule(nowMs + 10, () -> happened.add("10 too"));
      EventLoop.Timer cancelled = loop.schedule(nowMs + 15, () -> happened.add("cancelled"));
      cancelled.cancel();

      stepped.advance(9);
      assertEquals(List.of(), happened);
      stepped.advance(1);
      assertEquals(List.of("10", "10 too"), happened);
      stepped.advance(10);
      assertEquals(List.of("10", "10 too", "20"), happened);
    }
  }

  @Test
  void jumpOfTheWallClockMovesNoTimer() {
    try (SteppedLoop stepped = new SteppedLoop()) {
      stepped.loop().schedule(stepped.clock().nowMs() + 10, () -> happened.add("timer"));
      stepped.clock().jumpWall(3_600_000);
      stepped.settle();
      assertEquals(List.of(), happened);
    }
  }

  @Test
  void loopSleepsUntilTheEarliestDeadlineOfItsPollers() {
    try (SteppedLoop stepped = new SteppedLoop()) {
      long atMs = stepped.clock().nowMs() + 50;
      AtomicInteger polls = new AtomicInteger();
      stepped
          .loop()
          .addPoller(
              nowMs -> {
                polls.incrementAndGet();
                return nowMs < atMs ? atMs : Poller.NEVER;
              });
      stepped.settle();
      assertEquals(1, polls.get());
      assertFalse(stepped.loop().hasWork());
      stepped.clock().advance(49);
      assertFalse(stepped.loop().hasWork());
      stepped.clock().advance(1);
      assertTrue(stepped.loop().hasWork());
    }
  }

  @Test
  void exceptionsOfCommandsTimersAndPollersDoNotStopTheLoop() {
    try (SteppedLoop stepped = new SteppedLoop()) {
      EventLoop loop = stepped.loop();
      loop.addPoller(
          nowMs -> {
            throw new IllegalStateException("made by the test");
          });
      loop.addPoller(poller("next poller"));
      loop.schedule(
          stepped.clock().nowMs(),
          () -> {
            throw new IllegalStateException("made by the test");
          });
      loop.execute(
          () -> {
            throw new IllegalStateException("made by the test");
          });
      loop.execute(() -> happened.add("next command"));

      stepped.settle();

      assertEquals(List.of("next command", "next poller"), happened);
    }
  }

  @Test
  void commandThatEnqueuesItselfForEverStarvesNobody() {
    try (SteppedLoop stepped = new SteppedLoop()) {
      EventLoop loop = stepped.loop();
      Runnable[] endless = new Runnable[1];
      endless[0] = () -> loop.execute(endless[0]);
      loop.execute(endless[0]);
      loop.addPoller(poller("poller"));
      stepped.turn();
      assertEquals(List.of("poller"), happened);
    }
  }

  @Test
  void sleepingLoopIsWokenOnceAndARunningOneNever() throws Exception {
    try (Selector real = Selector.open()) {
      CountDownLatch asleep = new CountDownLatch(1);
      CountDownLatch busy = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      Selector selector = mock(Selector.class, delegatesTo(real));
      doAnswer(
              select -> {
                asleep.countDown();
                return real.select(select.<Consumer<SelectionKey>>getArgument(0), 0);
              })
          .when(selector)
          .select(any(), anyLong());
      EventLoop loop = new EventLoop("loop", Clock.SYSTEM, TurnListener.NONE, selector);
      loop.start();
      assertTrue(asleep.await(10, TimeUnit.SECONDS));
      loop.execute(
          () -> {
            busy.countDown();
            awaitQuietly(release);
          });
      assertTrue(busy.await(10, TimeUnit.SECONDS));
      for (int i = 0; i < 100; i++) {
        loop.wakeup();
        loop.execute(() -> {});
      }
      verify(selector, times(1)).wakeup();
      release.countDown();
      assertTrue(loop.close(SOON));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void errorEndsTheLoopAndTellsWhoeverWaits() throws Exception {
    EventLoop loop = new EventLoop("loop", Clock.SYSTEM, TurnListener.NONE);
    AtomicReference<Throwable> cause = new AtomicReference<>();
    CompletableFuture<Void> queued = new CompletableFuture<>();
    loop.onDeath(
        error -> {
          throw new IllegalStateException("made by the test; the next handler must be called");
        });
    loop.onDeath(cause::set);
    Error error = new StackOverflowError("made by the test");
    loop.start();
    loop.execute(
        () -> {
          loop.execute(() -> queued.complete(null));
          throw error;
        });
    queued.get(10, TimeUnit.SECONDS);
    assertTrue(loop.close(SOON));
    assertSame(error, cause.get());
    assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
  }

  @Test
  void commandsFromBeforeTheCloseRunAndLaterOnesAreRejected() {
    EventLoop loop = new EventLoop("loop", Clock.SYSTEM, TurnListener.NONE);
    loop.start();
    CompletableFuture<Void> before = new CompletableFuture<>();
    loop.execute(() -> before.complete(null));
    assertTrue(loop.close(SOON));
    assertTrue(before.isDone());
    assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    assertDoesNotThrow(loop::wakeup);
  }

  @Test
  void closeOnTheLoopItselfDoesNotWait() throws Exception {
    EventLoop loop = new EventLoop("loop", Clock.SYSTEM, TurnListener.NONE);
    loop.start();
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    loop.execute(() -> ended.complete(loop.close(Duration.ofHours(1))));
    assertFalse(ended.get(10, TimeUnit.SECONDS));
    assertTrue(loop.close(SOON));
  }

  @Test
  void interruptOfTheLoopsThreadDoesNotKeepItFromSleeping() throws Exception {
    AtomicInteger turns = new AtomicInteger();
    EventLoop loop = new EventLoop("loop", Clock.SYSTEM, (select, work) -> turns.incrementAndGet());
    loop.start();
    CompletableFuture<Boolean> interruptedLater = new CompletableFuture<>();
    loop.execute(
        () -> {
          Thread.currentThread().interrupt();
          loop.schedule(
              loop.nowMs() + 50,
              () -> interruptedLater.complete(Thread.currentThread().isInterrupted()));
        });
    assertFalse(interruptedLater.get(10, TimeUnit.SECONDS));
    assertTrue(turns.get() < 20, turns + " turns");
    assertTrue(loop.close(SOON));
  }

  @Test
  void loopOwnedMethodsRefuseOtherThreads() {
    EventLoop loop = new EventLoop("loop", Clock.SYSTEM, TurnListener.NONE);
    assertFalse(loop.inLoop());
    assertThrows(IllegalStateException.class, loop::assertInLoop);
    assertThrows(IllegalStateException.class, () -> loop.schedule(0, () -> {}));
    assertTrue(loop.close(SOON));
  }

  private Poller poller(String name) {
    return nowMs -> {
      happened.add(name);
      return Poller.NEVER;
    };
  }
}
