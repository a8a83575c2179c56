package io.barnabas.admin.driver;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaFuture;

/**
 * The outcome of one item of an admin operation. Completed on the loop thread, where its callbacks
 * run too: they must not wait for another answer of the same client.
 *
 * <p>It keeps the habits of kafka-clients' futures: {@link #get} throws an {@link
 * ExecutionException} whose cause is the bare exception, callbacks on a derived future see a {@link
 * CompletionException}, a cancelled future throws {@link CancellationException} wherever its
 * outcome is asked for, and only the client completes what it handed out.
 */
public final class AdminFuture<T> extends KafkaFuture<T> {

  private final Stage<T> stage;

  public AdminFuture() {
    this(new Stage<>());
  }

  private AdminFuture(Stage<T> stage) {
    this.stage = stage;
  }

  /** A future that has failed already. */
  public static <T> AdminFuture<T> failed(Throwable failure) {
    AdminFuture<T> future = new AdminFuture<>();
    future.completeExceptionally(failure);
    return future;
  }

  /**
   * What another future comes to, passed through {@code function}. Unlike {@link #thenApply}, whose
   * callbacks see a {@link CompletionException}, this fails with the exception itself: what users
   * get is a result, not a step on the way to it.
   */
  public static <S, T> AdminFuture<T> map(
      KafkaFuture<S> source, Function<? super S, ? extends T> function) {
    AdminFuture<T> mapped = new AdminFuture<>();
    source.whenComplete((value, failure) -> mapped.take(value, failure, function));
    return mapped;
  }

  private <S> void take(S value, Throwable failure, Function<? super S, ? extends T> function) {
    if (failure != null) {
      completeExceptionally(failure);
      return;
    }
    try {
      complete(function.apply(value));
    } catch (RuntimeException e) {
      completeExceptionally(e);
    }
  }

  @Override
  public boolean complete(T value) {
    return stage.succeed(value);
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    return stage.fail(
        failure instanceof CompletionException ? new CompletionException(failure) : failure);
  }

  @Override
  public CompletionStage<T> toCompletionStage() {
    return stage;
  }

  @Override
  public <R> AdminFuture<R> thenApply(BaseFunction<T, R> function) {
    return new AdminFuture<>(
        (Stage<R>)
            stage.<R>thenApply(
                value -> {
                  try {
                    return function.apply(value);
                  } catch (CompletionException e) {
                    throw new CompletionException(e);
                  }
                }));
  }

  @Override
  public AdminFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
    return new AdminFuture<>(
        (Stage<T>)
            stage.whenComplete(
                (value, failure) -> {
                  try {
                    action.accept(value, failure);
                  } catch (CompletionException e) {
                    throw new CompletionException(e);
                  }
                }));
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return stage.cancel(mayInterruptIfRunning);
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    try {
      return stage.get();
    } catch (ExecutionException e) {
      throw bare(e);
    }
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return stage.get(timeout, unit);
    } catch (ExecutionException e) {
      throw bare(e);
    }
  }

  @Override
  public T getNow(T valueIfAbsent) throws ExecutionException {
    try {
      return stage.getNow(valueIfAbsent);
    } catch (CompletionException e) {
      throw bare(new ExecutionException(e.getCause()));
    }
  }

  private static ExecutionException bare(ExecutionException e) {
    if (e.getCause() instanceof CancellationException cancelled) {
      throw cancelled;
    }
    return e;
  }

  @Override
  public boolean isCancelled() {
    if (!stage.isCompletedExceptionally()) {
      return false;
    }
    try {
      stage.getNow(null);
      return false;
    } catch (CancellationException e) {
      return true;
    } catch (CompletionException e) {
      return e.getCause() instanceof CancellationException;
    }
  }

  @Override
  public boolean isCompletedExceptionally() {
    return stage.isCompletedExceptionally();
  }

  @Override
  public boolean isDone() {
    return stage.isDone();
  }

  @Override
  public String toString() {
    return "KafkaFuture{" + stage.outcome() + "}";
  }

  /** A stage that only {@link AdminFuture} completes. */
  private static final class Stage<T> extends CompletableFuture<T> {

    boolean succeed(T value) {
      return super.complete(value);
    }

    boolean fail(Throwable failure) {
      return super.completeExceptionally(failure);
    }

    String outcome() {
      try {
        return "value=" + getNow(null) + ",done=" + isDone();
      } catch (CancellationException e) {
        return "exception=" + e + ",done=true";
      } catch (CompletionException e) {
        return "exception=" + e.getCause() + ",done=true";
      }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new Stage<>();
    }

    @Override
    public boolean complete(T value) {
      throw notYours();
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
      throw notYours();
    }

    @Override
    public void obtrudeValue(T value) {
      throw notYours();
    }

    @Override
    public void obtrudeException(Throwable failure) {
      throw notYours();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
      throw notYours();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
      throw notYours();
    }

    private static UnsupportedOperationException notYours() {
      return new UnsupportedOperationException(
          "Only the client completes the futures that it hands out");
    }
  }
}
