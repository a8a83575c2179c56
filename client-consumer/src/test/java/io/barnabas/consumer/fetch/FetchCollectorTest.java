package io.barnabas.consumer.fetch;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.consumer.metrics.ConsumerMetrics;
import io.barnabas.consumer.metrics.FetchMetrics;
import io.barnabas.consumer.subscription.AssignedPartition;
import io.barnabas.consumer.subscription.FetchPosition;
import io.barnabas.consumer.subscription.LogLeader;
import io.barnabas.consumer.subscription.ResetStrategy;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.ClientMetrics;
import io.barnabas.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is taken out of the buffer, and what of it the buffer still counts. */
class FetchCollectorTest {
  private static final TopicPartition TP = new TopicPartition("t", 0);
  private static final int LIMIT = 1 << 14;

  private final SubscriptionState subscriptions = new SubscriptionState(ResetStrategy.EARLIEST);
  private final FetchBuffer buffer = new FetchBuffer(LIMIT, () -> {});
  private final ClientMetrics metrics = metrics();
  private final FetchMetrics fetchMetrics = new ConsumerMetrics(metrics, Clock.SYSTEM).fetches();
  private final FetchCollector<byte[], byte[]> collector =
      new FetchCollector<>(
          subscriptions,
          buffer,
          new FetchSettings(500, 1, LIMIT, LIMIT, LIMIT, LIMIT, 500, true, false, "", 1, 1, null),
          new Deserializers<>(new ByteArrayDeserializer(), new ByteArrayDeserializer()),
          fetchMetrics,
          "");

  private static ClientMetrics metrics() {
    Map<String, Object> config = Map.of("bootstrap.servers", "localhost:9092");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    ConsumerConfig whole =
        new ConsumerConfig(ConsumerConfig.appendDeserializerToConfig(config, bytes, bytes));
    return ClientMetrics.create(whole, "collector", "kafka.consumer", "consumer");
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  private AssignedPartition assigned() {
    subscriptions.assignFromUser(List.of(TP));
    AssignedPartition partition = subscriptions.partition(TP);
    partition.seek(new FetchPosition(0, Optional.empty()));
    partition.confirm(new LogLeader(new UUID(1, 2), 1, 0));
    return partition;
  }

  /** One record arrives. */
  private void fetched(AssignedPartition partition, long offset) {
    ByteBuffer records =
        MemoryRecords.withRecords(offset, Compression.NONE, new SimpleRecord(new byte[100]))
            .buffer();
    FetchedAnswer answer = new FetchedAnswer(array -> {}, fetchMetrics);
    FetchedTopic topic = answer.topic("t");
    topic.add(
        new FetchedPartition(
            topic,
            TP,
            partition.fence(),
            offset,
            offset + 1,
            ErrorCode.NONE,
            records,
            null,
            -1,
            -1,
            -1));
    buffer.add(answer);
  }

  @Test
  void whatIsPutAsideOfAPausedPartitionStaysWithinItsPartOfTheBuffer() {
    AssignedPartition partition = assigned();
    partition.pause(true);
    fetched(partition, 0);
    assertNull(collector.collect());
    long one = buffer.usedBytes();
    long most = one;
    for (int offset = 1; offset < 2 * LIMIT / one; offset++) {
      fetched(partition, offset);
      assertNull(collector.collect());
      most = Math.max(most, buffer.usedBytes());
    }
    assertTrue(most >= 2 * one, "nothing was put aside");
    assertTrue(most <= LIMIT / 4, "too much was put aside");
  }
}
