package io.barnabas.producer.model;

import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.batch.TopicQueue;
import io.barnabas.producer.result.Written;
import io.barnabas.protocol.record.RecordHeader;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;

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

  /**
   * Hands it over, without waiting for memory.
   *
   * @param padding in bytes
   * @throws TimeoutException if there is no memory; there will be no result then
   */
  void append(Accumulator accumulator, TopicQueue topic, int padding) {
    byte[] padded = (value + " " + "x".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    try {
      accumulator.append(topic, partition, 1, null, padded, RecordHeader.NONE, this::onResult, 0);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void onResult(RecordMetadata told, Exception failure) {
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
