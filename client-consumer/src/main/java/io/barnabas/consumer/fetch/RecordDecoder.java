package io.barnabas.consumer.fetch;

import io.barnabas.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes a {@link ConsumerRecord} of the record a cursor stands on. Polling thread only. */
final class RecordDecoder<K, V> {
  private final Deserializers<K, V> deserializers;

  /** Bytes as they are need no view of them. */
  private final boolean plainKeys;

  private final boolean plainValues;

  RecordDecoder(Deserializers<K, V> deserializers) {
    this.deserializers = deserializers;
    this.plainKeys = deserializers.key().getClass() == ByteArrayDeserializer.class;
    this.plainValues = deserializers.value().getClass() == ByteArrayDeserializer.class;
  }

  /**
   * @throws RecordDeserializationException if a deserializer throws; the record can be decoded
   *     again
   */
  ConsumerRecord<K, V> decode(
      TopicPartition tp,
      TimestampType timestampType,
      Optional<Integer> epoch,
      RecordCursor record) {
    Headers headers = ConsumedHeaders.of(record.headers());
    K key = null;
    if (record.hasKey()) {
      try {
        key = key(tp, headers, record);
      } catch (RuntimeException e) {
        throw failure(DeserializationExceptionOrigin.KEY, tp, timestampType, record, headers, e);
      }
    }
    V value = null;
    if (record.hasValue()) {
      try {
        value = value(tp, headers, record);
      } catch (RuntimeException e) {
        throw failure(DeserializationExceptionOrigin.VALUE, tp, timestampType, record, headers, e);
      }
    }
    return new ConsumerRecord<>(
        tp.topic(),
        tp.partition(),
        record.offset(),
        record.timestamp(),
        timestampType,
        record.keyLength(),
        record.valueLength(),
        key,
        value,
        headers,
        epoch);
  }

  @SuppressWarnings("unchecked")
  private K key(TopicPartition tp, Headers headers, RecordCursor record) {
    return plainKeys
        ? (K) record.keyBytes()
        : deserializers.key().deserialize(tp.topic(), headers, record.keyBuffer());
  }

  @SuppressWarnings("unchecked")
  private V value(TopicPartition tp, Headers headers, RecordCursor record) {
    return plainValues
        ? (V) record.valueBytes()
        : deserializers.value().deserialize(tp.topic(), headers, record.valueBuffer());
  }

  private static RecordDeserializationException failure(
      DeserializationExceptionOrigin origin,
      TopicPartition tp,
      TimestampType timestampType,
      RecordCursor record,
      Headers headers,
      RuntimeException cause) {
    String message =
        "Error deserializing %s for partition %s at offset %d. If needed, please seek past the record to continue consumption."
            .formatted(origin.name(), tp, record.offset());
    // copies: the exception outlives the array of the batch
    return new RecordDeserializationException(
        origin,
        tp,
        record.offset(),
        record.timestamp(),
        timestampType,
        wrap(record.keyBytes()),
        wrap(record.valueBytes()),
        headers,
        message,
        cause);
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
