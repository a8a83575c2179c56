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
 * The outcome of one item of an admin operation. Completed on the loop thread; callbacks run by
 * {@link Callbacks}, so that they hold up nothing but one another.
 *
 * <p>It keeps the habits of kafka-clients' futures: {@link #get} throws an {@link
 * ExecutionException} whose cause is the bare exception, callbacks on a derived future see a {@link
 * CompletionException}, a cancelled future throws {@link CancellationException} wherever its
 * outcome is asked for, and only the client completes what it handed out.
 */
public final class AdminFuture<T> extends KafkaFuture<T> {

  private final Stage<T> stage;

  /** Where callbacks run. */
  private final Executor callbacks;

  AdminFuture(Executor callbacks) {
    this(new Stage<>(), callbacks);
  }

  private AdminFuture(Stage<T> stage, Executor callbacks) {
    this.stage = stage;
    this.callbacks = callbacks;
  }

  /** A future that a step completes which comes after {@code source}, a future of this class. */
  public static <T> AdminFuture<T> after(KafkaFuture<?> source) {
    return new AdminFuture<>(((AdminFuture<?>) source).callbacks);
  }

  /**
   * Lets the client itself go on when {@code source}, a future of this class, has its outcome: at
   * once, on the thread that completes it.
   *
   * @param step never waits; sees the bare exception
   */
  public static <T> void proceed(
      KafkaFuture<T> source, BiConsumer<? super T, ? super Throwable> step) {
    ((AdminFuture<T>) source).stage.whenComplete(step::accept);
  }

  /**
   * What another future comes to, passed through {@code function}. Unlike {@link #thenApply}, whose
   * callbacks see a {@link CompletionException}, this fails with the exception itself: what users
   * get is a result, not a step on the way to it.
   */
  public static <S, T> AdminFuture<T> map(
      KafkaFuture<S> source, Function<? super S, ? extends T> function) {
    AdminFuture<T> mapped = after(source);
    proceed(source, (value, failure) -> mapped.take(value, failure, function));
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
    Stage<T> copy = new Stage<>();
    stage.whenCompleteAsync(copy::take, callbacks);
    copy.whenComplete(
        (value, failure) -> {
          if (copy.isCancelled()) {
            stage.cancel(false);
          }
        });
    return copy;
  }

  @Override
  public <R> AdminFuture<R> thenApply(BaseFunction<T, R> function) {
    return new AdminFuture<>(
        (Stage<R>)
            stage.<R>thenApplyAsync(
                value -> {
                  try {
                    return function.apply(value);
                  } catch (CompletionException e) {
                    throw new CompletionException(e);
                  }
                },
                callbacks),
        Runnable::run);
  }

  @Override
  public AdminFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
    return new AdminFuture<>(
        (Stage<T>)
            stage.whenCompleteAsync(
                (value, failure) -> {
                  try {
                    action.accept(value, failure);
                  } catch (CompletionException e) {
                    throw new CompletionException(e);
                  }
                },
                callbacks),
        Runnable::run);
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

    void take(T value, Throwable failure) {
      if (failure == null) {
        succeed(value);
      } else {
        fail(failure);
      }
    }

    /** In kafka-clients' words: where the value is null it does not look done. */
    String outcome() {
      try {
        T value = getNow(null);
        return "value=" + value + ",exception=null,done=" + (value != null);
      } catch (CancellationException e) {
        return failed(e);
      } catch (CompletionException e) {
        return failed(e.getCause());
      }
    }

    private static String failed(Throwable exception) {
      return "value=null,exception=" + exception + ",done=" + (exception != null);
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
