package io.barnabas.producer;

import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.loop.Clock;
import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.batch.SendFuture;
import io.barnabas.producer.batch.TopicQueue;
import io.barnabas.producer.partition.KeyHash;
import io.barnabas.producer.transaction.Transactions;
import io.barnabas.protocol.record.RecordHeader;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The way of one record from the user into a batch: topic, bytes, partition, size, append. On the
 * sending thread; as thread-safe as the user's serializers and partitioner.
 */
final class RecordAppender<K, V> {
  /** More than a batch of one record without headers takes beside key and value. */
  private static final int GENEROUS_OVERHEAD = 128;

  private final ProducerSettings settings;
  private final Serialization<K, V> serialization;
  private final Partitioner partitioner;
  private final Interceptors<K, V> interceptors;
  private final Accumulator accumulator;
  private final Topics topics;
  private final Metadata metadata;

  /** Null without transactions. */
  private final Transactions transactions;

  private final Clock clock;

  RecordAppender(
      ProducerSettings settings, ProducerComponents<K, V> components, Engine engine, Clock clock) {
    this.settings = settings;
    this.serialization = components.serialization();
    this.partitioner = components.partitioner();
    this.interceptors = components.interceptors();
    this.accumulator = engine.accumulator();
    this.topics = engine.topics();
    this.metadata = engine.network().metadata();
    this.transactions = engine.transactions();
    this.clock = clock;
  }

  SendFuture append(ProducerRecord<K, V> record, Callback callback) throws InterruptedException {
    long remainingMs = settings.maxBlockMs();
    TopicQueue topic = topics.ifThere(record.topic(), record.partition());
    if (topic == null) {
      long startMs = clock.nowMs();
      topic = topics.await(record.topic(), record.partition(), remainingMs);
      remainingMs = Math.max(0, remainingMs - (clock.nowMs() - startMs));
    }
    byte[] key = serialization.key(record);
    byte[] value = serialization.value(record);
    int partition = partitionOf(record, key, value, topic, remainingMs);
    RecordHeader[] headers = freeze(record.headers());
    if (!isSurelyAllowed(key, value, headers)) {
      requireSize(Accumulator.upperBound(key, value, headers));
    }
    requireTransaction(topic, partition);
    Long timestamp = record.timestamp();
    return accumulator.append(
        topic,
        partition,
        timestamp == null ? clock.wallMs() : timestamp,
        key,
        value,
        headers,
        interceptors.around(callback, record.headers()),
        remainingMs);
  }

  /** Records of a transactional producer go into transactions only. */
  private void requireTransaction(TopicQueue topic, int partition) {
    if (transactions != null && !transactions.takesRecords()) {
      int likely = partition == Accumulator.ANY_PARTITION ? topic.stay().partition() : partition;
      transactions.refuseRecord(new TopicPartition(topic.name(), likely));
    }
  }

  private int partitionOf(
      ProducerRecord<K, V> record, byte[] key, byte[] value, TopicQueue topic, long remainingMs)
      throws InterruptedException {
    if (record.partition() != null) {
      return record.partition();
    }
    if (partitioner != null) {
      return partitionByUser(record, key, value, topic, remainingMs);
    }
    if (key != null && !settings.partitionerIgnoreKeys()) {
      return KeyHash.partitionFor(key, topic.partitionCount());
    }
    return Accumulator.ANY_PARTITION;
  }

  private int partitionByUser(
      ProducerRecord<K, V> record, byte[] key, byte[] value, TopicQueue topic, long remainingMs)
      throws InterruptedException {
    int partition =
        partitioner.partition(
            record.topic(),
            record.key(),
            key,
            record.value(),
            value,
            metadata.snapshot().toCluster());
    if (partition < 0) {
      throw new IllegalArgumentException(
          "The partitioner generated an invalid partition number: "
              + partition
              + ". Partition number should always be non-negative.");
    }
    if (partition >= topic.partitionCount()) {
      topics.await(record.topic(), partition, remainingMs);
    }
    return partition;
  }

  /** From here on the headers cannot be changed: they are as sent when the callback sees them. */
  private static RecordHeader[] freeze(Headers headers) {
    if (headers instanceof RecordHeaders own) {
      own.setReadOnly();
    }
    Header[] all = headers.toArray();
    if (all.length == 0) {
      return RecordHeader.NONE;
    }
    RecordHeader[] copied = new RecordHeader[all.length];
    for (int i = 0; i < all.length; i++) {
      copied[i] = new RecordHeader(all[i].key(), all[i].value());
    }
    return copied;
  }

  /** Spares most records the exact size, which the batch finds out anyway. */
  private boolean isSurelyAllowed(byte[] key, byte[] value, RecordHeader[] headers) {
    long bound =
        GENEROUS_OVERHEAD + (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
    return headers.length == 0
        && bound <= settings.maxRequestSize()
        && bound <= settings.bufferMemory();
  }

  private void requireSize(int sizeInBytes) {
    if (sizeInBytes > settings.maxRequestSize()) {
      throw new RecordTooLargeException(
          "The message is "
              + sizeInBytes
              + " bytes when serialized which is larger than "
              + settings.maxRequestSize()
              + ", which is the value of the "
              + ProducerConfig.MAX_REQUEST_SIZE_CONFIG
              + " configuration.");
    }
    if (sizeInBytes > settings.bufferMemory()) {
      throw new RecordTooLargeException(
          "The message is "
              + sizeInBytes
              + " bytes when serialized which is larger than the total"
              + " memory buffer you have configured with the "
              + ProducerConfig.BUFFER_MEMORY_CONFIG
              + " configuration.");
    }
  }
}
