package io.barnabas.it.program;

import io.barnabas.it.CallNotes;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What a case saw of its producer. */
final class Notes extends CallNotes {
  private static final int PATIENCE_SECONDS = 5;

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
}
