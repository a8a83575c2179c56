package io.barnabas.producer.model;

import io.barnabas.producer.result.Written;
import org.apache.kafka.clients.producer.RecordMetadata;

/** One record that was sent, and what its callback was told. */
final class ModelRecord {
  final String value;
  final int partition;
  final long sentMs;

  private RecordMetadata metadata;
  private Exception error;
  private int results;

  ModelRecord(String value, int partition, long sentMs) {
    this.value = value;
    this.partition = partition;
    this.sentMs = sentMs;
  }

  void onResult(RecordMetadata told, Exception failure) {
    results++;
    metadata = told;
    error = failure;
    Violation.unless(results == 1, () -> value + " has " + results + " results");
  }

  boolean isDone() {
    return results > 0;
  }

  boolean isAcknowledged() {
    return isDone() && error == null;
  }

  /** -1 where the broker did not say. */
  long offset() {
    return metadata.offset();
  }

  Written written() {
    return error == null ? Written.SURELY : Written.of(error);
  }

  @Override
  public String toString() {
    return value + (isAcknowledged() ? "@" + offset() : "!" + error + " " + written());
  }
}
