package io.barnabas.producer.result;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The result of one {@code send}, to wait for or to go on from. Thread-safe.
 *
 * <p>What goes on from it without {@code Async} runs on the producer's thread, after the callbacks
 * of the record's batch, so it must be as quick as a callback; if the result was there already, it
 * runs on the thread that asks. Only {@code get} makes the batch leave before its linger is over;
 * going on from a result, or waiting for {@link #toCompletableFuture}, does not.
 *
 * <p>A stage is made when one is asked for, so that a result nobody goes on from costs no more.
 */
public interface SendResult extends Future<RecordMetadata>, CompletionStage<RecordMetadata> {

  /**
   * A new future each time: completing or cancelling it has no effect on the record or on others.
   */
  @Override
  CompletableFuture<RecordMetadata> toCompletableFuture();

  @Override
  default <U> CompletionStage<U> thenApply(Function<? super RecordMetadata, ? extends U> fn) {
    return toCompletableFuture().thenApply(fn);
  }

  @Override
  default <U> CompletionStage<U> thenApplyAsync(Function<? super RecordMetadata, ? extends U> fn) {
    return toCompletableFuture().thenApplyAsync(fn);
  }

  @Override
  default <U> CompletionStage<U> thenApplyAsync(
      Function<? super RecordMetadata, ? extends U> fn, Executor executor) {
    return toCompletableFuture().thenApplyAsync(fn, executor);
  }

  @Override
  default CompletionStage<Void> thenAccept(Consumer<? super RecordMetadata> action) {
    return toCompletableFuture().thenAccept(action);
  }

  @Override
  default CompletionStage<Void> thenAcceptAsync(Consumer<? super RecordMetadata> action) {
    return toCompletableFuture().thenAcceptAsync(action);
  }

  @Override
  default CompletionStage<Void> thenAcceptAsync(
      Consumer<? super RecordMetadata> action, Executor executor) {
    return toCompletableFuture().thenAcceptAsync(action, executor);
  }

  @Override
  default CompletionStage<Void> thenRun(Runnable action) {
    return toCompletableFuture().thenRun(action);
  }

  @Override
  default CompletionStage<Void> thenRunAsync(Runnable action) {
    return toCompletableFuture().thenRunAsync(action);
  }

  @Override
  default CompletionStage<Void> thenRunAsync(Runnable action, Executor executor) {
    return toCompletableFuture().thenRunAsync(action, executor);
  }

  @Override
  default <U, V> CompletionStage<V> thenCombine(
      CompletionStage<? extends U> other,
      BiFunction<? super RecordMetadata, ? super U, ? extends V> fn) {
    return toCompletableFuture().thenCombine(other, fn);
  }

  @Override
  default <U, V> CompletionStage<V> thenCombineAsync(
      CompletionStage<? extends U> other,
      BiFunction<? super RecordMetadata, ? super U, ? extends V> fn) {
    return toCompletableFuture().thenCombineAsync(other, fn);
  }

  @Override
  default <U, V> CompletionStage<V> thenCombineAsync(
      CompletionStage<? extends U> other,
      BiFunction<? super RecordMetadata, ? super U, ? extends V> fn,
      Executor executor) {
    return toCompletableFuture().thenCombineAsync(other, fn, executor);
  }

  @Override
  default <U> CompletionStage<Void> thenAcceptBoth(
      CompletionStage<? extends U> other, BiConsumer<? super RecordMetadata, ? super U> action) {
    return toCompletableFuture().thenAcceptBoth(other, action);
  }

  @Override
  default <U> CompletionStage<Void> thenAcceptBothAsync(
      CompletionStage<? extends U> other, BiConsumer<? super RecordMetadata, ? super U> action) {
    return toCompletableFuture().thenAcceptBothAsync(other, action);
  }

  @Override
  default <U> CompletionStage<Void> thenAcceptBothAsync(
      CompletionStage<? extends U> other,
      BiConsumer<? super RecordMetadata, ? super U> action,
      Executor executor) {
    return toCompletableFuture().thenAcceptBothAsync(other, action, executor);
  }

  @Override
  default CompletionStage<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
    return toCompletableFuture().runAfterBoth(other, action);
  }

  @Override
  default CompletionStage<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
    return toCompletableFuture().runAfterBothAsync(other, action);
  }

  @Override
  default CompletionStage<Void> runAfterBothAsync(
      CompletionStage<?> other, Runnable action, Executor executor) {
    return toCompletableFuture().runAfterBothAsync(other, action, executor);
  }

  @Override
  default <U> CompletionStage<U> applyToEither(
      CompletionStage<? extends RecordMetadata> other, Function<? super RecordMetadata, U> fn) {
    return toCompletableFuture().applyToEither(other, fn);
  }

  @Override
  default <U> CompletionStage<U> applyToEitherAsync(
      CompletionStage<? extends RecordMetadata> other, Function<? super RecordMetadata, U> fn) {
    return toCompletableFuture().applyToEitherAsync(other, fn);
  }

  @Override
  default <U> CompletionStage<U> applyToEitherAsync(
      CompletionStage<? extends RecordMetadata> other,
      Function<? super RecordMetadata, U> fn,
      Executor executor) {
    return toCompletableFuture().applyToEitherAsync(other, fn, executor);
  }

  @Override
  default CompletionStage<Void> acceptEither(
      CompletionStage<? extends RecordMetadata> other, Consumer<? super RecordMetadata> action) {
    return toCompletableFuture().acceptEither(other, action);
  }

  @Override
  default CompletionStage<Void> acceptEitherAsync(
      CompletionStage<? extends RecordMetadata> other, Consumer<? super RecordMetadata> action) {
    return toCompletableFuture().acceptEitherAsync(other, action);
  }

  @Override
  default CompletionStage<Void> acceptEitherAsync(
      CompletionStage<? extends RecordMetadata> other,
      Consumer<? super RecordMetadata> action,
      Executor executor) {
    return toCompletableFuture().acceptEitherAsync(other, action, executor);
  }

  @Override
  default CompletionStage<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
    return toCompletableFuture().runAfterEither(other, action);
  }

  @Override
  default CompletionStage<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
    return toCompletableFuture().runAfterEitherAsync(other, action);
  }

  @Override
  default CompletionStage<Void> runAfterEitherAsync(
      CompletionStage<?> other, Runnable action, Executor executor) {
    return toCompletableFuture().runAfterEitherAsync(other, action, executor);
  }

  @Override
  default <U> CompletionStage<U> thenCompose(
      Function<? super RecordMetadata, ? extends CompletionStage<U>> fn) {
    return toCompletableFuture().thenCompose(fn);
  }

  @Override
  default <U> CompletionStage<U> thenComposeAsync(
      Function<? super RecordMetadata, ? extends CompletionStage<U>> fn) {
    return toCompletableFuture().thenComposeAsync(fn);
  }

  @Override
  default <U> CompletionStage<U> thenComposeAsync(
      Function<? super RecordMetadata, ? extends CompletionStage<U>> fn, Executor executor) {
    return toCompletableFuture().thenComposeAsync(fn, executor);
  }

  @Override
  default <U> CompletionStage<U> handle(
      BiFunction<? super RecordMetadata, Throwable, ? extends U> fn) {
    return toCompletableFuture().handle(fn);
  }

  @Override
  default <U> CompletionStage<U> handleAsync(
      BiFunction<? super RecordMetadata, Throwable, ? extends U> fn) {
    return toCompletableFuture().handleAsync(fn);
  }

  @Override
  default <U> CompletionStage<U> handleAsync(
      BiFunction<? super RecordMetadata, Throwable, ? extends U> fn, Executor executor) {
    return toCompletableFuture().handleAsync(fn, executor);
  }

  @Override
  default CompletionStage<RecordMetadata> whenComplete(
      BiConsumer<? super RecordMetadata, ? super Throwable> action) {
    return toCompletableFuture().whenComplete(action);
  }

  @Override
  default CompletionStage<RecordMetadata> whenCompleteAsync(
      BiConsumer<? super RecordMetadata, ? super Throwable> action) {
    return toCompletableFuture().whenCompleteAsync(action);
  }

  @Override
  default CompletionStage<RecordMetadata> whenCompleteAsync(
      BiConsumer<? super RecordMetadata, ? super Throwable> action, Executor executor) {
    return toCompletableFuture().whenCompleteAsync(action, executor);
  }

  @Override
  default CompletionStage<RecordMetadata> exceptionally(
      Function<Throwable, ? extends RecordMetadata> fn) {
    return toCompletableFuture().exceptionally(fn);
  }
}
