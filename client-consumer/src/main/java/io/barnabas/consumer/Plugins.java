package io.barnabas.consumer;

import io.barnabas.consumer.fetch.Deserializers;
import io.barnabas.consumer.group.Assignors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's classes in a consumer: deserializers, interceptors, assignors; made from the
 * configuration or handed in. Polling thread only.
 */
final class Plugins<K, V> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

  private final List<AutoCloseable> made = new ArrayList<>();
  private Deserializers<K, V> deserializers;
  private Interceptors<K, V> interceptors;
  private Assignors assignors;

  private Plugins() {}

  /** Makes all of them; closes those made before if one fails. */
  static <K, V> Plugins<K, V> from(
      ConsumerConfig config, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
    Plugins<K, V> plugins = new Plugins<>();
    try {
      plugins.make(config, keyDeserializer, valueDeserializer);
      return plugins;
    } catch (Throwable t) {
      plugins.close();
      throw t;
    }
  }

  private void make(
      ConsumerConfig config, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
    Map<String, Object> clientId =
        Map.of(ConsumerConfig.CLIENT_ID_CONFIG, config.getString(ConsumerConfig.CLIENT_ID_CONFIG));
    interceptors = interceptors(config, clientId);
    made.add(interceptors);
    Deserializer<K> key =
        deserializer(
            config, ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, keyDeserializer, clientId, true);
    Deserializer<V> value =
        deserializer(
            config,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            valueDeserializer,
            clientId,
            false);
    deserializers = new Deserializers<>(key, value);
    assignors =
        new Assignors(
            ConsumerPartitionAssignor.getAssignorInstances(
                config.getList(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG),
                config.originals(clientId)));
  }

  @SuppressWarnings("unchecked")
  private static <K, V> Interceptors<K, V> interceptors(
      ConsumerConfig config, Map<String, Object> clientId) {
    List<ConsumerInterceptor<K, V>> interceptors =
        (List<ConsumerInterceptor<K, V>>)
            (List<?>)
                config.getConfiguredInstances(
                    ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, ConsumerInterceptor.class, clientId);
    return new Interceptors<>(interceptors);
  }

  /** One that was handed in comes configured. */
  @SuppressWarnings("unchecked")
  private <T> Deserializer<T> deserializer(
      ConsumerConfig config,
      String option,
      Deserializer<T> handedIn,
      Map<String, Object> clientId,
      boolean isKey) {
    Deserializer<T> deserializer = handedIn;
    if (handedIn == null) {
      deserializer = config.getConfiguredInstance(option, Deserializer.class);
      made.add(deserializer::close);
      deserializer.configure(config.originals(clientId), isKey);
    } else {
      config.ignore(option);
      made.add(deserializer::close);
    }
    return deserializer;
  }

  Deserializers<K, V> deserializers() {
    return deserializers;
  }

  Interceptors<K, V> interceptors() {
    return interceptors;
  }

  Assignors assignors() {
    return assignors;
  }

  /** Whoever may want to know which cluster this is. */
  List<Object> all() {
    List<Object> all = new ArrayList<>(interceptors.all());
    all.add(deserializers.key());
    all.add(deserializers.value());
    return all;
  }

  @Override
  public void close() {
    for (AutoCloseable plugin : made) {
      try {
        plugin.close();
      } catch (Exception e) {
        LOG.error("Failed to close {}", plugin, e);
      }
    }
  }
}
