package io.barnabas.it.program;

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
import org.apache.kafka.common.serialization.StringSerializer;

/** What users plug into a producer, well and ill behaved. All of it notes its calls. */
final class Plugins {
  /** Of the case that runs. */
  static volatile Notes notes;

  private Plugins() {}

  /** Notes every call. */
  public static class Witness implements ProducerInterceptor<Object, Object> {
    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
      notes.add(name() + ".onSend " + (record == null ? null : record.value()));
      return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception, Headers headers) {
      notes.add(
          "%s.onAcknowledgement on %s: %s, %s, headers %s"
              .formatted(
                  name(),
                  Thread.currentThread().getName(),
                  Notes.describe(metadata),
                  exception == null ? null : exception.getClass().getName(),
                  headers));
    }

    @Override
    public void close() {
      notes.add(name() + ".close");
    }

    @Override
    public void configure(Map<String, ?> configs) {
      notes.add(name() + ".configure " + configs.get("client.id"));
    }

    private String name() {
      return getClass().getSimpleName();
    }
  }

  /** Changes what is sent. */
  public static final class Changer extends Witness {
    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
      super.onSend(record);
      record.headers().add("changed", new byte[1]);
      return new ProducerRecord<>(
          record.topic(), 1, null, "key", record.value() + "!", record.headers());
    }
  }

  /** Throws wherever it can. */
  public static final class Saboteur extends Witness {
    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
      super.onSend(record);
      throw new IllegalStateException("onSend");
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception, Headers headers) {
      super.onAcknowledgement(metadata, exception, headers);
      throw new IllegalStateException("onAcknowledgement");
    }

    @Override
    public void close() {
      super.close();
      throw new IllegalStateException("close");
    }
  }

  /** Makes nothing of a record. */
  public static final class Swallower extends Witness {
    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
      super.onSend(record);
      return null;
    }
  }

  /** Refuses to be configured. */
  public static final class Unconfigurable extends Witness {
    @Override
    public void configure(Map<String, ?> configs) {
      throw new IllegalArgumentException("configure");
    }
  }

  /** The value says which partition, or what is thrown. */
  public static final class ByValue implements Partitioner {
    @Override
    public int partition(
        String topic, Object key, byte[] keyBytes, Object value, byte[] bytes, Cluster cluster) {
      notes.add("partition of " + value + " among " + cluster.partitionCountForTopic(topic));
      if (value.equals("throw")) {
        throw new IllegalStateException("partition");
      }
      return Integer.parseInt((String) value);
    }

    @Override
    public void close() {
      notes.add("partitioner closed");
    }

    @Override
    public void configure(Map<String, ?> configs) {
      notes.add("partitioner configured for " + configs.get("client.id"));
    }
  }

  /** Throws what the value says. */
  public static final class Unwilling extends StringSerializer {
    private static final Map<String, RuntimeException> REFUSALS =
        Map.of(
            "serialization",
            new SerializationException("cannot"),
            "runtime",
            new IllegalStateException("will not"),
            "api",
            new org.apache.kafka.common.errors.InvalidConfigurationException("an ApiException"));

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
      notes.add("serializer configured, key: " + isKey + ", for " + configs.get("client.id"));
    }

    @Override
    public byte[] serialize(String topic, Headers headers, String data) {
      headers.add("touched", new byte[0]);
      if ("error".equals(data)) {
        throw new AssertionError("an Error");
      }
      if (REFUSALS.containsKey(data)) {
        throw REFUSALS.get(data);
      }
      return super.serialize(topic, headers, data);
    }

    @Override
    public void close() {
      notes.add("serializer closed");
      throw new IllegalStateException("serializer close");
    }
  }

  /** Cannot be made. */
  public static final class Unmakeable implements Serializer<Object> {
    public Unmakeable() {
      throw new IllegalStateException("constructor");
    }

    @Override
    public byte[] serialize(String topic, Object data) {
      return new byte[0];
    }
  }

  static List<String> names(Class<?>... classes) {
    return java.util.Arrays.stream(classes).map(Class::getName).toList();
  }
}
