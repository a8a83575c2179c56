package io.barnabas.network.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a client: selects, delivers, polls. All mutable state of a client belongs to it
 * unless its owner says otherwise.
 *
 * <p>A turn is: wait for channels, commands or the next deadline; let ready channels read and
 * write; run commands, then due timers, then every poller, then what was put at the turn's end. An
 * exception that escapes one of these is logged and the loop goes on; an {@link Error} or a broken
 * selector ends it, and then whoever registered with {@link #onDeath} hears of it.
 */
public final class EventLoop {

  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  /** A poller that throws says nothing of when to be called again; this keeps it from spinning. */
  private static final long RETRY_AFTER_EXCEPTION_MS = 100;

  /** A command that enqueues itself anew must not keep channels and timers from their turn. */
  private static final int MAX_COMMANDS_PER_TURN = 1024;

  private final Clock clock;
  private final Selector selector;
  private final TurnListener listener;
  private final Consumer<SelectionKey> dispatch = this::dispatch;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

  /** True from just before the loop may sleep until it is awake; whoever clears it wakes it up. */
  private final AtomicBoolean asleep = new AtomicBoolean();

  private volatile boolean pollRequested;
  private volatile boolean closing;

  /** Set by the loop when it ends; from then on nobody runs commands. */
  private volatile boolean ended;

  /** The loop's own thread; of a stepped loop the one that made it. Written before start only. */
  private Thread thread;

  private volatile boolean started;

  // Owned by the loop.
  private final TimerQueue timers = new TimerQueue();
  private final List<Poller> pollers = new ArrayList<>();
  private final List<Poller> turnEnds = new ArrayList<>();
  private final List<Consumer<Throwable>> deathHandlers = new ArrayList<>();
  private long nextPollMs;
  private long awakeNanos;
  private long nowMs;

  /** A loop with a daemon thread of its own, which {@link #start} starts. */
  public EventLoop(String threadName, Clock clock, TurnListener listener) {
    this(threadName, clock, listener, openSelector());
  }

  EventLoop(String threadName, Clock clock, TurnListener listener, Selector selector) {
    this(clock, listener, selector);
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
  }

  /** A loop that the present thread drives through {@link #turn}. */
  EventLoop(Clock clock) {
    this(clock, TurnListener.NONE, openSelector());
    thread = Thread.currentThread();
  }

  private EventLoop(Clock clock, TurnListener listener, Selector selector) {
    this.clock = clock;
    this.listener = listener;
    this.selector = selector;
    this.nowMs = clock.nowMs();
    this.nextPollMs = nowMs;
  }

  private static Selector openSelector() {
    try {
      return Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("no selector for the network thread", e);
    }
  }

  /**
   * Runs {@code command} on the loop soon; wakes a sleeping loop once, a running one never. Any
   * thread.
   *
   * @throws RejectedExecutionException after the loop has ended
   */
  public void execute(Runnable command) {
    if (ended) {
      throw rejected();
    }
    commands.add(command);
    if (ended && commands.remove(command)) {
      throw rejected();
    }
    wakeIfAsleep();
  }

  private static RejectedExecutionException rejected() {
    return new RejectedExecutionException("the network thread has ended");
  }

  /** Makes the loop poll its pollers soon (a cheap flag when it is awake). Any thread. */
  public void wakeup() {
    pollRequested = true;
    wakeIfAsleep();
  }

  private void wakeIfAsleep() {
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      selector.wakeup();
    }
  }

  /**
   * Adds periodic work. Before {@link #start} or on the loop. Pollers run in the order they were
   * added.
   */
  public void addPoller(Poller poller) {
    pollers.add(poller);
    pollRequested = true;
  }

  /**
   * Adds what is polled last in every turn, when nothing else of that turn can follow. Before start
   * or on the loop.
   */
  public void atTurnEnd(Poller poller) {
    turnEnds.add(poller);
    pollRequested = true;
  }

  /**
   * Runs {@code task} on the loop at {@code atMs} monotonic milliseconds at the earliest. Loop
   * thread only.
   */
  public Timer schedule(long atMs, Runnable task) {
    assertInLoop();
    return timers.schedule(atMs, task);
  }

  /** Puts a non-blocking channel on the loop's selector. Loop thread only. */
  public SelectionKey register(SelectableChannel channel, int ops, ReadyHandler handler)
      throws ClosedChannelException {
    assertInLoop();
    return channel.register(selector, ops, handler);
  }

  /** True on the loop's own thread. */
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  /** Fails with {@link IllegalStateException} on any other thread. */
  public void assertInLoop() {
    if (!inLoop()) {
      throw new IllegalStateException(
          "only " + thread.getName() + " may do this, not " + Thread.currentThread().getName());
    }
  }

  public Clock clock() {
    return clock;
  }

  /** Monotonic milliseconds at which the present turn woke up. Loop thread only. */
  public long nowMs() {
    return nowMs;
  }

  /**
   * What happens to work that waits when the loop dies of an unexpected error: called once, on the
   * dying thread, after which {@link #execute} rejects. Before start or on the loop.
   */
  public void onDeath(Consumer<Throwable> handler) {
    deathHandlers.add(handler);
  }

  public void start() {
    started = true;
    thread.start();
  }

  /**
   * Ends the thread after its present turn and after the commands that were there before this call;
   * true if it has ended within the timeout. On the loop itself: does not wait, and is false.
   */
  public boolean close(Duration timeout) {
    closing = true;
    wakeIfAsleep();
    if (!started) {
      if (!ended) {
        thread = Thread.currentThread();
        end(null);
      }
      return true;
    }
    return !inLoop() && awaitEnd(timeout);
  }

  private boolean awaitEnd(Duration timeout) {
    try {
      // Joining for 0 ms would be for ever.
      thread.join(Math.max(1, timeout.toMillis()));
      return !thread.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    Throwable cause = null;
    try {
      while (!closing) {
        turn(Long.MAX_VALUE);
      }
    } catch (Throwable e) {
      cause = e;
    } finally {
      end(cause);
    }
  }

  /**
   * One turn.
   *
   * @param maxWaitMs how long to wait at most, in real time, where nothing else ends the wait
   */
  void turn(long maxWaitMs) throws IOException {
    long startNanos = clock.nanos();
    select(Math.min(maxWaitMs, waitMs(startNanos / 1_000_000L)));
    markAwake();
    pollRequested = false;
    runCommands();
    runTimers();
    long nextMs = pollAll(pollers);
    // A user's callback may leave the thread interrupted; the next write would close its channel.
    Thread.interrupted();
    nextPollMs = Math.min(nextMs, pollAll(turnEnds));
    listener.turn(awakeNanos - startNanos, clock.nanos() - awakeNanos);
  }

  /** True if the next turn has something to do that no channel has to bring. */
  boolean hasWork() {
    return pending() || waitMs(clock.nowMs()) <= 0;
  }

  private boolean pending() {
    return pollRequested || closing || !commands.isEmpty();
  }

  private long waitMs(long atMs) {
    long deadlineMs = Math.min(timers.nextMs(), nextPollMs);
    return deadlineMs == Poller.NEVER ? Long.MAX_VALUE : deadlineMs - atMs;
  }

  private void select(long waitMs) throws IOException {
    if (waitMs > 0) {
      asleep.set(true);
      if (!pending()) {
        selector.select(dispatch, waitMs == Long.MAX_VALUE ? 0 : waitMs);
        return;
      }
      asleep.set(false);
    }
    selector.selectNow(dispatch);
  }

  /** The channels are served inside select: the first of them ends the sleep. */
  private void dispatch(SelectionKey key) {
    if (asleep.get()) {
      markAwake();
    }
    ReadyHandler handler = (ReadyHandler) key.attachment();
    try {
      handler.ready(key);
    } catch (RuntimeException e) {
      LOG.error("Uncaught error of {} in {}", handler, thread.getName(), e);
    }
  }

  private void markAwake() {
    asleep.set(false);
    Thread.interrupted();
    awakeNanos = clock.nanos();
    nowMs = awakeNanos / 1_000_000L;
  }

  private void runCommands() {
    for (int left = MAX_COMMANDS_PER_TURN; left > 0; left--) {
      Runnable next = commands.poll();
      if (next == null) {
        return;
      }
      runGuarded(next);
    }
  }

  private void runTimers() {
    for (Runnable due = timers.poll(nowMs); due != null; due = timers.poll(nowMs)) {
      runGuarded(due);
    }
  }

  private long pollAll(List<Poller> all) {
    long earliestMs = Poller.NEVER;
    for (int i = 0; i < all.size(); i++) {
      earliestMs = Math.min(earliestMs, pollGuarded(all.get(i)));
    }
    return earliestMs;
  }

  private long pollGuarded(Poller poller) {
    try {
      return poller.poll(nowMs);
    } catch (RuntimeException e) {
      LOG.error("Uncaught error of {} in {}", poller, thread.getName(), e);
      return nowMs + RETRY_AFTER_EXCEPTION_MS;
    }
  }

  private void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("Uncaught error of {} in {}", task, thread.getName(), e);
    }
  }

  /** The loop's last act, on its own thread: nobody who waits is left waiting. */
  private void end(Throwable cause) {
    ended = true;
    try {
      if (cause != null) {
        LOG.error("{} has died", thread.getName(), cause);
        for (Consumer<Throwable> handler : deathHandlers) {
          endGuarded(() -> handler.accept(cause));
        }
      }
      for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
        endGuarded(next);
      }
      selector.close();
    } catch (IOException e) {
      LOG.warn("{} could not close its selector", thread.getName(), e);
    }
  }

  /** Whatever one of them throws, the others still have their turn. */
  private void endGuarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.error("Uncaught error of {} while {} ends", task, thread.getName(), e);
    }
  }

  /** A scheduled task. */
  public interface Timer {
    /** Takes it off the loop; nothing if it has run. Loop thread only. */
    void cancel();
  }
}
