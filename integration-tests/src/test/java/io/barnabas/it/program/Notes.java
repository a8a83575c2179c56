package io.barnabas.it.program;

import io.barnabas.it.CallNotes;
import io.barnabas.testkit.Await;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What a case saw of its producer. */
final class Notes extends CallNotes {
  private static final int PATIENCE_SECONDS = 10;

  /** Sends, waits for the result, and notes callback and result, or what the call threw. */
  void send(Producer<Object, Object> producer, ProducerRecord<Object, Object> record) {
    Future<RecordMetadata> future = begin(producer, record);
    if (future != null) {
      result(future);
    }
  }

  /**
   * Sends without waiting; null if the call threw, which is noted. That it returned is not: the
   * callback may come before that or after it.
   */
  Future<RecordMetadata> begin(
      Producer<Object, Object> producer, ProducerRecord<Object, Object> record) {
    try {
      return producer.send(record, callback());
    } catch (Throwable e) {
      add("send threw " + describe(e));
      return null;
    }
  }

  /**
   * Sends without a callback (which kafka-clients calls at any time for a record that it has
   * refused), and waits for the result and for what the producer makes of it.
   */
  void sendAlone(Producer<Object, Object> producer, ProducerRecord<Object, Object> record) {
    attempt(
        "send",
        () -> {
          result(producer.send(record));
          awaitMemory(producer);
        });
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

  /**
   * Waits until all memory is free: only then kafka-clients has drawn the consequences of a record
   * whose result has been there for some time.
   */
  private static void awaitMemory(Producer<Object, Object> producer) {
    Await.until(
        "all memory is free",
        Duration.ofSeconds(PATIENCE_SECONDS),
        () ->
            metric(producer, "buffer-available-bytes")
                .equals(metric(producer, "buffer-total-bytes")));
  }

  /** Waits until the topic is known, however short {@code max.block.ms} is. */
  static void awaitTopic(Producer<Object, Object> producer, String topic) {
    Await.until(
        topic + " is known",
        Duration.ofSeconds(PATIENCE_SECONDS),
        () -> !producer.partitionsFor(topic).isEmpty());
  }

  private static Object metric(Producer<Object, Object> producer, String name) {
    return producer.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals(name))
        .findFirst()
        .orElseThrow()
        .metricValue();
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
}
