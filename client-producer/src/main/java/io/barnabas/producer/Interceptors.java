package io.barnabas.producer;

import java.util.List;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configured interceptors, in their order. What they throw is logged and goes no further.
 * {@code onSend} runs on the sending thread, {@code onAcknowledgement} on the loop, or on the
 * sending thread for a record that failed there.
 */
final class Interceptors<K, V> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Interceptors.class);
  private static final long UNKNOWN = -1;

  private final List<ProducerInterceptor<K, V>> interceptors;

  Interceptors(List<ProducerInterceptor<K, V>> interceptors) {
    this.interceptors = List.copyOf(interceptors);
  }

  List<ProducerInterceptor<K, V>> all() {
    return interceptors;
  }

  ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
    if (interceptors.isEmpty()) {
      return record; // spares the many who have none the making of an iterator
    }
    ProducerRecord<K, V> intercepted = record;
    for (ProducerInterceptor<K, V> interceptor : interceptors) {
      try {
        intercepted = interceptor.onSend(intercepted);
      } catch (Exception e) {
        LOG.warn(
            "Error executing interceptor onSend callback for topic: {}, partition: {}",
            record == null ? null : record.topic(),
            record == null ? null : record.partition(),
            e);
      }
    }
    return intercepted;
  }

  /**
   * The callback that lets the interceptors know first; {@code callback} itself if there is none.
   */
  Callback around(Callback callback, Headers headers) {
    if (interceptors.isEmpty()) {
      return callback;
    }
    return (metadata, exception) -> {
      acknowledge(metadata, exception, headers);
      if (callback != null) {
        callback.onCompletion(metadata, exception);
      }
    };
  }

  /** A record failed before it reached a batch. */
  void onSendError(ProducerRecord<K, V> record, int partition, Exception exception) {
    if (interceptors.isEmpty()) {
      return;
    }
    if (record == null) {
      acknowledge(null, exception, frozenCopy(List.of()));
      return;
    }
    acknowledge(unknownMetadata(record.topic(), partition), exception, readOnly(record.headers()));
  }

  static RecordMetadata unknownMetadata(String topic, int partition) {
    return new RecordMetadata(
        new TopicPartition(topic, partition), UNKNOWN, 0, UNKNOWN, (int) UNKNOWN, (int) UNKNOWN);
  }

  /** A copy, as the user may want to change the headers and send the record again. */
  private static Headers readOnly(Headers headers) {
    return headers instanceof RecordHeaders ? frozenCopy(headers) : headers;
  }

  /** Headers come from a record: kafka-clients has no other public way to make them. */
  private static Headers frozenCopy(Iterable<Header> headers) {
    Headers copy = new ProducerRecord<>("", null, null, null, null, headers).headers();
    if (copy instanceof RecordHeaders own) {
      own.setReadOnly();
    }
    return copy;
  }

  private void acknowledge(RecordMetadata metadata, Exception exception, Headers headers) {
    for (ProducerInterceptor<K, V> interceptor : interceptors) {
      try {
        interceptor.onAcknowledgement(metadata, exception, headers);
      } catch (Exception e) {
        LOG.warn("Error executing interceptor onAcknowledgement callback", e);
      }
    }
  }

  @Override
  public void close() {
    for (ProducerInterceptor<K, V> interceptor : interceptors) {
      try {
        interceptor.close();
      } catch (Exception e) {
        LOG.error("Failed to close producer interceptor", e);
      }
    }
  }
}
