package io.barnabas.producer;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/** What users plug into a producer, well and ill behaved. */
final class Plugged {

  /** Where {@link Witness} writes; set by the test before it sends. */
  static volatile List<String> witness;

  /** Notes every call and marks the headers. */
  public static final class Witness implements ProducerInterceptor<Object, Object> {
    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
      record.headers().add("seen", new byte[0]);
      witness.add("onSend " + record.value());
      return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception, Headers headers) {
      witness.add(
          "onAcknowledgement "
              + metadata.topic()
              + " "
              + metadata.hasOffset()
              + " "
              + (exception == null ? null : exception.getClass())
              + " "
              + headers);
    }

    @Override
    public void close() {
      witness.add("close");
    }

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  /** Throws wherever it can. */
  public static final class Saboteur implements ProducerInterceptor<Object, Object> {
    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
      throw new IllegalStateException("onSend");
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
      throw new IllegalStateException("onAcknowledgement");
    }

    @Override
    public void close() {
      throw new IllegalStateException("close");
    }

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  /** The value says which partition. */
  public static final class ByValue implements Partitioner {
    @Override
    public int partition(
        String topic,
        Object key,
        byte[] keyBytes,
        Object value,
        byte[] valueBytes,
        Cluster cluster) {
      return Integer.parseInt((String) value);
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  /** Takes nothing. */
  public static final class Unwilling implements Serializer<Object> {
    @Override
    public byte[] serialize(String topic, Object data) {
      throw new SerializationException("no");
    }
  }

  private Plugged() {}
}
