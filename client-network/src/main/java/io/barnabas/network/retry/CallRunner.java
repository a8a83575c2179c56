package io.barnabas.network.retry;

import io.barnabas.network.cluster.Coordinators;
import io.barnabas.network.cluster.KnownNodes;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.EventLoop;
import io.barnabas.network.loop.Poller;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.protocol.ApiMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.KafkaException;

/**
 * The one retry loop: sends each call along its route until it succeeds, fails for good or runs out
 * of time. Owned by the loop thread where a method does not say otherwise.
 */
public final class CallRunner implements Poller {

  private final EventLoop loop;
  private final CallContext context;
  private final Set<RunningCall<?>> running = new LinkedHashSet<>();
  private KafkaException closed;

  public CallRunner(
      ClientSettings settings,
      KnownNodes nodes,
      RequestSender requests,
      Metadata metadata,
      Coordinators coordinators,
      EventLoop loop) {
    this.loop = loop;
    this.context =
        new CallContext(
            settings.logPrefix(),
            settings.requestTimeoutMs(),
            new Backoff(settings.retryBackoffMs(), settings.retryBackoffMaxMs()),
            new Routing(nodes, requests, metadata, coordinators),
            requests,
            loop);
  }

  /** Any thread; completes on the loop thread. */
  public <R extends ApiMessage> CompletableFuture<R> call(Call<R> call, long timeoutMs) {
    RunningCall<R> started = new RunningCall<>(context, call, loop.clock().nowMs(), timeoutMs);
    try {
      loop.execute(() -> start(started));
    } catch (RejectedExecutionException e) {
      started.fail(new KafkaException("The client is closed", e));
    }
    return started.future();
  }

  @Override
  public long poll(long nowMs) {
    long nextMs = NEVER;
    for (RunningCall<?> call : List.copyOf(running)) {
      nextMs = Math.min(nextMs, call.poll(nowMs));
      if (call.done()) {
        running.remove(call);
      }
    }
    return nextMs;
  }

  /** Fails what waits and what comes later. Loop thread, or the thread the loop died on. */
  public void close(KafkaException cause) {
    closed = cause;
    List<RunningCall<?>> left = new ArrayList<>(running);
    running.clear();
    left.forEach(call -> call.fail(cause));
  }

  private void start(RunningCall<?> call) {
    if (closed != null) {
      call.fail(closed);
      return;
    }
    running.add(call);
  }
}
