package io.barnabas.network.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerQueueTest {

  private record Task(long atMs, int order, EventLoop.Timer timer) {}

  /** The heap does what a sorted list would do, whatever is scheduled, cancelled and run. */
  @Test
  void behavesAsASortedListDoes() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TimerQueue queue = new TimerQueue();
      List<Task> model = new ArrayList<>();
      List<Integer> ran = new ArrayList<>();
      for (int step = 0; step < 300; step++) {
        int choice = random.nextInt(10);
        if (choice < 6) {
          int order = step;
          long atMs = random.nextInt(50);
          model.add(new Task(atMs, order, queue.schedule(atMs, () -> ran.add(order))));
        } else if (choice < 8 && !model.isEmpty()) {
          Task cancelled = model.remove(random.nextInt(model.size()));
          cancelled.timer().cancel();
          cancelled.timer().cancel();
        } else {
          runDue(queue, model, ran, random.nextInt(60));
        }
        long next = model.stream().mapToLong(Task::atMs).min().orElse(Poller.NEVER);
        assertEquals(next, queue.nextMs(), "seed " + seed);
      }
    }
  }

  private static void runDue(TimerQueue queue, List<Task> model, List<Integer> ran, long nowMs) {
    List<Integer> expected =
        model.stream()
            .filter(task -> task.atMs() <= nowMs)
            .sorted(Comparator.comparingLong(Task::atMs).thenComparingInt(Task::order))
            .map(Task::order)
            .toList();
    model.removeIf(task -> task.atMs() <= nowMs);
    ran.clear();
    for (Runnable due = queue.poll(nowMs); due != null; due = queue.poll(nowMs)) {
      due.run();
    }
    assertEquals(expected, ran);
  }
}
