package io.barnabas.it.program;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What a case saw, in its order, without what differs from run to run. Thread-safe. */
final class Notes {
  /** Durations that were measured, and addresses. */
  private static final Pattern MEASURED =
      Pattern.compile("\\d+ ms has passed|127\\.0\\.0\\.1:\\d+");

  private static final int PATIENCE_SECONDS = 5;

  private final List<String> lines = new ArrayList<>();

  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  synchronized void add(String line) {
    lines.add(MEASURED.matcher(line).replaceAll("#").replace('\n', ' '));
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Notes whether an action returned or what it threw. */
  void attempt(String what, Action action) {
    try {
      action.run();
      add(what + " returned");
    } catch (Throwable e) {
      add(what + " threw " + describe(e));
    }
  }

  /** Sends, waits for the result, and notes call, callback and result. */
  void send(Producer<Object, Object> producer, ProducerRecord<Object, Object> record) {
    Future<RecordMetadata> future = begin(producer, record);
    if (future != null) {
      result(future);
    }
  }

  /** Sends without waiting; null if the call threw, which is noted. */
  Future<RecordMetadata> begin(
      Producer<Object, Object> producer, ProducerRecord<Object, Object> record) {
    try {
      Future<RecordMetadata> future = producer.send(record, callback());
      add("send returned");
      return future;
    } catch (Throwable e) {
      add("send threw " + describe(e));
      return null;
    }
  }

  Callback callback() {
    return (metadata, error) ->
        add("callback on " + thread() + ": " + describe(metadata) + ", " + describe(error));
  }

  void result(Future<RecordMetadata> future) {
    try {
      add("result: " + describe(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS)));
    } catch (ExecutionException e) {
      add("result: " + describe(e.getCause()));
    } catch (Exception e) {
      add("result: get threw " + describe(e));
    }
  }

  private static String thread() {
    return Thread.currentThread().getName();
  }

  static String describe(RecordMetadata metadata) {
    if (metadata == null) {
      return "no metadata";
    }
    return "%s-%d offset %s timestamp %s sizes %d %d"
        .formatted(
            metadata.topic(),
            metadata.partition(),
            metadata.hasOffset() ? "there" : metadata.offset(),
            metadata.hasTimestamp() ? "there" : metadata.timestamp(),
            metadata.serializedKeySize(),
            metadata.serializedValueSize());
  }

  /** Type and message, of the causes too. The JVM words its own exceptions. */
  static String describe(Throwable error) {
    if (error == null) {
      return "no error";
    }
    boolean ofTheJvm =
        error instanceof NullPointerException
            || error instanceof ClassCastException
            || error instanceof ClassNotFoundException;
    String cause = error.getCause() == null ? "" : " <- " + describe(error.getCause());
    return error.getClass().getName() + (ofTheJvm ? "" : ": " + error.getMessage()) + cause;
  }
}
