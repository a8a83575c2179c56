package io.barnabas.producer;

import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.ClientMetrics;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.network.settings.PropertyMap;
import io.barnabas.producer.batch.FailedFuture;
import io.barnabas.producer.result.SendResult;
import io.barnabas.producer.result.TransactionWork;
import io.barnabas.producer.result.Written;
import io.barnabas.producer.result.WrittenNote;
import io.barnabas.producer.transaction.Transactions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka producer: takes the place of {@code KafkaProducer} with the same configuration, results
 * and exceptions. Thread-safe; one instance for a whole application is usually the fastest. Must be
 * closed.
 *
 * <p>Callbacks run on the producer's own thread, those of one partition in order; they must be
 * quick, and must not call {@link #flush}. Somebody who waits on the result of a {@code send} makes
 * its batch leave at once: it does not sit out {@code linger.ms}.
 */
public final class BarnabasProducer<K, V> implements Producer<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(BarnabasProducer.class);

  private static final String JMX_DOMAIN = "kafka.producer";
  private static final String METRIC_GROUP_PREFIX = "producer";

  private final ProducerSettings settings;
  private final ProducerComponents<K, V> components;
  private final Interceptors<K, V> interceptors;
  private final ClientMetrics metrics;
  private final Engine engine;
  private final RecordAppender<K, V> appender;

  /** A callback and another thread may close at the same time. */
  private final Lock closing = new ReentrantLock();

  /** As with {@code KafkaProducer}; the keys are those of {@link ProducerConfig}. */
  public BarnabasProducer(Map<String, Object> configs) {
    this(configs, null, null);
  }

  /**
   * With serializers that are used as they are: their {@code configure} is not called.
   *
   * @throws KafkaException if the producer cannot be made; nothing of it is left then
   */
  public BarnabasProducer(
      Map<String, Object> configs, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
    this(
        new ProducerConfig(
            ProducerComponents.withSerializers(configs, keySerializer, valueSerializer)),
        keySerializer,
        valueSerializer);
  }

  /** See {@link #BarnabasProducer(Map)}. */
  public BarnabasProducer(Properties properties) {
    this(properties, null, null);
  }

  /** See {@link #BarnabasProducer(Map, Serializer, Serializer)}. */
  public BarnabasProducer(
      Properties properties, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
    this(PropertyMap.of(properties), keySerializer, valueSerializer);
  }

  private BarnabasProducer(
      ProducerConfig config, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
    ProducerComponents<K, V> plugged = null;
    ClientMetrics registry = null;
    try {
      settings = ProducerSettings.from(config);
      ClientSettings clientSettings =
          ClientSettings.from(
              config, settings.clientId(), settings.threadName(), settings.logPrefix());
      plugged = ProducerComponents.create(config, keySerializer, valueSerializer);
      registry = ClientMetrics.create(config, settings.clientId(), JMX_DOMAIN, METRIC_GROUP_PREFIX);
      engine = new Engine(settings, clientSettings, registry, plugged, Clock.SYSTEM);
      components = plugged;
      interceptors = plugged.interceptors();
      metrics = registry;
      appender = new RecordAppender<>(settings, plugged, engine, Clock.SYSTEM);
      engine.start();
      config.logUnused();
    } catch (Throwable e) {
      closeQuietly(plugged);
      closeQuietly(registry);
      throw new KafkaException("Failed to construct kafka producer", e);
    }
  }

  @Override
  public SendResult send(ProducerRecord<K, V> record) {
    return send(record, null);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Blocks for {@code max.block.ms} at most, where the topic is not known yet or memory is
   * short.
   */
  @Override
  public SendResult send(ProducerRecord<K, V> record, Callback callback) {
    ProducerRecord<K, V> intercepted = interceptors.onSend(record);
    try {
      requireOpen();
      requireNoFailure();
      return appender.append(intercepted, callback);
    } catch (ApiException e) {
      engine.metrics().refused();
      return failed(intercepted, callback, e);
    } catch (InterruptedException e) {
      engine.metrics().refused();
      interceptors.onSendError(intercepted, partitionOf(intercepted), e);
      throw unwritten(new InterruptException(e));
    } catch (RuntimeException e) {
      unwritten(e);
      if (e instanceof KafkaException) {
        engine.metrics().refused();
      }
      interceptors.onSendError(intercepted, partitionOf(intercepted), e);
      throw e;
    }
  }

  /** What the cluster or a limit says of a record is its result; nothing is thrown. */
  private SendResult failed(ProducerRecord<K, V> record, Callback callback, ApiException error) {
    LOG.debug("{}Exception occurred during message send:", settings.logPrefix(), error);
    unwritten(error);
    if (callback != null) {
      callback.onCompletion(
          Interceptors.unknownMetadata(record.topic(), partitionOf(record)), error);
    }
    interceptors.onSendError(record, partitionOf(record), error);
    if (engine.transactions() != null) {
      engine.transactions().onSendFailed(error);
    }
    return new FailedFuture(error);
  }

  /** The record got into no batch. */
  private static <E extends RuntimeException> E unwritten(E error) {
    WrittenNote.share(error, Written.SURELY_NOT);
    return error;
  }

  private static int partitionOf(ProducerRecord<?, ?> record) {
    return record == null || record.partition() == null
        ? RecordMetadata.UNKNOWN_PARTITION
        : record.partition();
  }

  private void requireOpen() {
    if (engine.isClosed()) {
      throw new IllegalStateException("Cannot perform operation after producer has been closed");
    }
  }

  private void requireNoFailure() {
    RuntimeException failure = engine.failure();
    if (failure != null) {
      throw new KafkaException(
          "Cannot execute transactional method because we are in an error state", failure);
    }
  }

  @Override
  public void flush() {
    if (engine.isLoopThread()) {
      throw new KafkaException(
          "KafkaProducer.flush() invocation inside a callback is not permitted because it may lead"
              + " to deadlock.");
    }
    try {
      engine.flush();
    } catch (InterruptedException e) {
      throw new InterruptException("Flush interrupted.", e);
    }
  }

  @Override
  public List<PartitionInfo> partitionsFor(String topic) {
    Objects.requireNonNull(topic, "topic cannot be null");
    try {
      engine.topics().await(topic, null, settings.maxBlockMs());
      return engine.network().metadata().snapshot().toCluster().partitionsForTopic(topic);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return Collections.unmodifiableMap(metrics.registry().metrics());
  }

  /** Does nothing: telemetry is not there yet. */
  @Override
  public void registerMetricForSubscription(KafkaMetric metric) {
    LOG.debug("{}Telemetry is off: {} is not pushed", settings.logPrefix(), metric.metricName());
  }

  /** Does nothing: telemetry is not there yet. */
  @Override
  public void unregisterMetricFromSubscription(KafkaMetric metric) {
    LOG.debug("{}Telemetry is off: {} was not pushed", settings.logPrefix(), metric.metricName());
  }

  /**
   * @throws IllegalStateException always: telemetry is not there yet
   */
  @Override
  public Uuid clientInstanceId(Duration timeout) {
    throw new IllegalStateException(
        "Telemetry is not enabled: this producer does not push metrics yet.");
  }

  @Override
  public void initTransactions() {
    transactions().init();
  }

  @Override
  public void beginTransaction() {
    transactions().begin();
  }

  @Override
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
    requireValid(groupMetadata);
    if (!offsets.isEmpty()) {
      transactions().sendOffsets(offsets, groupMetadata);
    }
  }

  private static void requireValid(ConsumerGroupMetadata group) {
    if (group == null) {
      throw new IllegalArgumentException("Consumer group metadata could not be null");
    }
    if (group.generationId() > 0 && group.memberId().isEmpty()) {
      throw new IllegalArgumentException(
          "Passed in group metadata "
              + group
              + " has generationId > 0 but the member.id is unknown");
    }
  }

  @Override
  public void commitTransaction() {
    transactions().commit();
  }

  @Override
  public void abortTransaction() {
    transactions().abort();
  }

  /**
   * Begins a transaction, runs {@code work} in it, commits, and returns what the work returned.
   * After {@link #initTransactions}, instead of the calls of a transaction:
   *
   * <pre>{@code
   * producer.inTransaction(() -> {
   *   producer.send(debit);
   *   producer.send(credit);
   *   return null;
   * });
   * }</pre>
   *
   * <p>Where the transaction can only be aborted, for a reason that may pass (a coordinator or
   * leader that was gone for too long, a lost sequence), it is aborted and the work is run again, 5
   * times in all. Whatever the work throws aborts the transaction and is thrown on. A commit whose
   * outcome is not known within {@code max.block.ms} is asked for again, 5 times in all; then the
   * {@code TimeoutException} surfaces, and only {@link #commitTransaction} may follow. Errors that
   * no abort mends, as {@code ProducerFencedException}, surface as from the single calls.
   *
   * @throws E what the work throws
   * @throws IllegalStateException if a transaction is open already, or was never initialized
   */
  public <R, E extends Exception> R inTransaction(TransactionWork<R, E> work) throws E {
    return transactions().inTransaction(work);
  }

  private Transactions transactions() {
    if (!settings.idempotence()) {
      throw new IllegalStateException(
          "Cannot use transactional methods without enabling transactions by setting the "
              + ProducerConfig.TRANSACTIONAL_ID_CONFIG
              + " configuration property");
    }
    requireOpen();
    if (engine.transactions() == null) {
      throw new IllegalStateException(
          "Transactional method invoked on a non-transactional producer.");
    }
    return engine.transactions();
  }

  @Override
  public void close() {
    close(Duration.ofMillis(Long.MAX_VALUE));
  }

  /**
   * {@inheritDoc}
   *
   * <p>From a callback, and with a time limit of 0, nothing is waited for: what has no result yet
   * fails.
   */
  @Override
  public void close(Duration timeout) {
    long timeoutMs = timeout.toMillis();
    if (timeoutMs < 0) {
      throw new IllegalArgumentException("The timeout cannot be negative.");
    }
    LOG.info("{}Closing the producer with timeoutMillis = {} ms.", settings.logPrefix(), timeoutMs);
    if (engine.isLoopThread()) {
      closeFromCallback();
      return;
    }
    InterruptedException interrupted = null;
    try {
      if (timeoutMs == 0 || !engine.drain(timeoutMs)) {
        LOG.info("{}Closing forcibly: not all records have a result.", settings.logPrefix());
        engine.abort();
      }
    } catch (InterruptedException e) {
      interrupted = e;
      engine.abort();
    }
    try {
      closeAll();
    } finally {
      if (interrupted != null) {
        // Interrupts this thread again, hence not before the loop's end was waited for.
        throw new InterruptException(interrupted);
      }
    }
  }

  /** The loop cannot wait for its own end: another thread does. */
  private void closeFromCallback() {
    LOG.warn(
        "{}close() called from a callback: what has no result yet fails.", settings.logPrefix());
    engine.abort();
    new Thread(this::closeAll, settings.threadName() + " | close").start();
  }

  private void closeAll() {
    closing.lock();
    try {
      engine.end();
      components.close();
    } finally {
      metrics.close();
      closing.unlock();
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    if (closeable == null) {
      return;
    }
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.warn("Failed to close {}", closeable, e);
    }
  }
}
