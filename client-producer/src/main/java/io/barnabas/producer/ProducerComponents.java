package io.barnabas.producer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the user plugs into a producer: serializers, a partitioner, interceptors. Whatever was made
 * when making the next one fails is closed again.
 */
final class ProducerComponents<K, V> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerComponents.class);

  private final Serializer<K> keySerializer;
  private final Serializer<V> valueSerializer;
  private final Partitioner partitioner;
  private final Interceptors<K, V> interceptors;

  private ProducerComponents(
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer,
      Partitioner partitioner,
      Interceptors<K, V> interceptors) {
    this.keySerializer = keySerializer;
    this.valueSerializer = valueSerializer;
    this.partitioner = partitioner;
    this.interceptors = interceptors;
  }

  /**
   * @param keySerializer used as it is, without configuring it; null to make the configured one
   * @param valueSerializer the same
   */
  static <K, V> ProducerComponents<K, V> create(
      ProducerConfig config, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
    List<AutoCloseable> made = new ArrayList<>();
    try {
      Map<String, Object> clientId =
          Map.of(
              ProducerConfig.CLIENT_ID_CONFIG, config.getString(ProducerConfig.CLIENT_ID_CONFIG));
      Partitioner partitioner =
          keep(
              made,
              config.getConfiguredInstance(
                  ProducerConfig.PARTITIONER_CLASS_CONFIG, Partitioner.class, clientId));
      Serializer<K> key = keep(made, serializer(config, keySerializer, true));
      Serializer<V> value = keep(made, serializer(config, valueSerializer, false));
      Interceptors<K, V> interceptors = keep(made, interceptors(config, clientId));
      return new ProducerComponents<>(key, value, partitioner, interceptors);
    } catch (RuntimeException | Error e) {
      closeAll(made);
      throw e;
    }
  }

  private static <T extends AutoCloseable> T keep(List<AutoCloseable> made, T component) {
    if (component != null) {
      made.add(component);
    }
    return component;
  }

  @SuppressWarnings("unchecked")
  private static <T> Serializer<T> serializer(
      ProducerConfig config, Serializer<T> given, boolean isKey) {
    String option =
        isKey
            ? ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG
            : ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG;
    if (given != null) {
      config.ignore(option);
      return given;
    }
    Serializer<T> serializer = config.getConfiguredInstance(option, Serializer.class);
    serializer.configure(
        config.originals(
            Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                config.getString(ProducerConfig.CLIENT_ID_CONFIG))),
        isKey);
    return serializer;
  }

  @SuppressWarnings("unchecked")
  private static <K, V> Interceptors<K, V> interceptors(
      ProducerConfig config, Map<String, Object> clientId) {
    List<?> configured =
        config.getConfiguredInstances(
            ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, ProducerInterceptor.class, clientId);
    return new Interceptors<>((List<ProducerInterceptor<K, V>>) configured);
  }

  /**
   * The configuration with the classes of given serializers in it, as it is validated and logged.
   */
  static Map<String, Object> withSerializers(
      Map<String, Object> configs, Serializer<?> keySerializer, Serializer<?> valueSerializer) {
    Map<String, Object> complete = new HashMap<>(configs);
    putSerializer(complete, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, keySerializer);
    putSerializer(complete, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, valueSerializer);
    return complete;
  }

  private static void putSerializer(
      Map<String, Object> configs, String option, Serializer<?> serializer) {
    if (serializer != null) {
      configs.put(option, serializer.getClass());
    } else if (configs.get(option) == null) {
      throw new ConfigException(option, null, "must be non-null.");
    }
  }

  Serialization<K, V> serialization() {
    return new Serialization<>(keySerializer, valueSerializer);
  }

  /** Null for the built-in choice. */
  Partitioner partitioner() {
    return partitioner;
  }

  Interceptors<K, V> interceptors() {
    return interceptors;
  }

  /** Whoever may want to know which cluster this is. */
  List<Object> all() {
    List<Object> all = new ArrayList<>(interceptors.all());
    all.add(keySerializer);
    all.add(valueSerializer);
    return all;
  }

  /**
   * Closes all, in the order of kafka-clients.
   *
   * @throws KafkaException if one could not be closed; the others are closed nevertheless
   */
  @Override
  public void close() {
    Exception first =
        closeAll(Arrays.asList(interceptors, keySerializer, valueSerializer, partitioner));
    if (first != null) {
      throw new KafkaException(
          "Failed to close kafka producer", new KafkaException("failed closing plugin", first));
    }
  }

  /** Returns what went wrong first, or null. */
  private static Exception closeAll(List<AutoCloseable> components) {
    Exception first = null;
    for (AutoCloseable component : components) {
      try {
        if (component != null) {
          component.close();
        }
      } catch (Exception e) {
        LOG.error("Failed to close {}", component.getClass().getName(), e);
        first = first == null ? e : first;
      }
    }
    return first;
  }
}
