package io.barnabas.consumer;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The user's interceptors. What one throws is logged and goes no further. Polling thread only. */
final class Interceptors<K, V> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Interceptors.class);

  private final List<ConsumerInterceptor<K, V>> interceptors;

  Interceptors(List<ConsumerInterceptor<K, V>> interceptors) {
    this.interceptors = List.copyOf(interceptors);
  }

  List<ConsumerInterceptor<K, V>> all() {
    return interceptors;
  }

  ConsumerRecords<K, V> onConsume(ConsumerRecords<K, V> records) {
    ConsumerRecords<K, V> result = records;
    for (ConsumerInterceptor<K, V> interceptor : interceptors) {
      try {
        result = interceptor.onConsume(result);
      } catch (RuntimeException e) {
        LOG.warn("Error executing interceptor onConsume callback", e);
      }
    }
    return result;
  }

  void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    for (ConsumerInterceptor<K, V> interceptor : interceptors) {
      try {
        interceptor.onCommit(offsets);
      } catch (RuntimeException e) {
        LOG.warn("Error executing interceptor onCommit callback", e);
      }
    }
  }

  @Override
  public void close() {
    for (ConsumerInterceptor<K, V> interceptor : interceptors) {
      try {
        interceptor.close();
      } catch (RuntimeException e) {
        LOG.error("Failed to close consumer interceptor", e);
      }
    }
  }
}
