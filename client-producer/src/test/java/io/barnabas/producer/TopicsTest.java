package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.cluster.TopicMetadata;
import io.barnabas.network.loop.ManualClock;
import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.metrics.BlockedTime;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.compress.Compression;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private static final long MAX_IDLE_MS = 1000;

  private final ManualClock clock = new ManualClock();
  private final Metadata metadata = mock(Metadata.class);
  private final Accumulator accumulator =
      new Accumulator(
          new Accumulator.Limits(100, 0, 1000),
          Compression.NONE,
          0,
          clock::nowMs,
          () -> {},
          (partition, error) -> {});
  private final BlockedTime blocked = new BlockedTime();
  private final Topics topics = new Topics(accumulator, metadata, clock, MAX_IDLE_MS, blocked);

  @Test
  void aKnownTopicIsThereAtOnce() throws Exception {
    accumulator.topic("t").learn(topic(2), 1);

    assertSame(accumulator.topic("t"), topics.await("t", 1, 0));
    verify(metadata, never()).refresh();
    assertNull(topics.ifThere("t", 2));
    assertNull(topics.ifThere("other", null));
  }

  @Test
  void aNewTopicIsAskedForAndAwaited() throws Exception {
    MetadataSnapshot before = snapshot(1, null, ErrorCode.NONE);
    MetadataSnapshot unknown = snapshot(2, null, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    MetadataSnapshot created = snapshot(3, topic(1), ErrorCode.NONE);
    when(metadata.snapshot()).thenReturn(before);
    when(metadata.refreshNewTopics()).thenReturn(CompletableFuture.completedFuture(unknown));
    when(metadata.refresh())
        .thenAnswer(
            call -> {
              clock.advance(5);
              return CompletableFuture.completedFuture(created);
            });

    assertEquals(1, topics.await("t", null, 1000).partitionCount());
    verify(metadata).refreshNewTopics();
    assertEquals(List.of("t"), List.copyOf(topics.topics(clock.nowMs())));
    assertEquals(5_000_000, blocked.nanos(BlockedTime.Call.METADATA_WAIT));
  }

  @Test
  void theTimeoutNamesTheLastError() {
    MetadataSnapshot unknown = snapshot(1, null, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    when(metadata.snapshot()).thenReturn(unknown);
    when(metadata.refreshNewTopics()).thenReturn(new CompletableFuture<>());

    TimeoutException timeout =
        assertThrows(TimeoutException.class, () -> topics.await("t", null, 1));
    assertEquals("Topic t not present in metadata after 1 ms.", timeout.getMessage());
    assertEquals(UnknownTopicOrPartitionException.class, timeout.getCause().getClass());
  }

  @Test
  void aRefusalIsThrownAtOnce() {
    MetadataSnapshot refused = snapshot(1, null, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    when(metadata.snapshot()).thenReturn(refused);
    when(metadata.refreshNewTopics()).thenReturn(CompletableFuture.completedFuture(refused));

    assertThrows(TopicAuthorizationException.class, () -> topics.await("t", null, 1000));
  }

  @Test
  void whatNobodyUsesIsForgotten() throws Exception {
    accumulator.topic("t").learn(topic(1), 1);
    topics.await("t", null, 0);
    assertEquals(List.of("t"), List.copyOf(topics.topics(clock.nowMs())));

    clock.advance(MAX_IDLE_MS - 1);
    topics.await("t", null, 0);
    topics.topics(clock.nowMs());
    clock.advance(MAX_IDLE_MS - 1);
    assertEquals(List.of("t"), List.copyOf(topics.topics(clock.nowMs())));

    clock.advance(1);
    assertEquals(List.of(), List.copyOf(topics.topics(clock.nowMs())));
    topics.onMetadata(snapshot(2, null, ErrorCode.NONE));
    assertNull(topics.ifThere("t", null));
  }

  private static MetadataSnapshot snapshot(long version, TopicMetadata topic, ErrorCode error) {
    MetadataSnapshot snapshot = mock(MetadataSnapshot.class);
    when(snapshot.version()).thenReturn(version);
    when(snapshot.topic("t")).thenReturn(topic);
    when(snapshot.topicError("t")).thenReturn(error);
    return snapshot;
  }

  private static TopicMetadata topic(int partitions) {
    PartitionMetadata[] all = new PartitionMetadata[partitions];
    for (int i = 0; i < partitions; i++) {
      all[i] = new PartitionMetadata(i, 1, 0, new int[0], new int[0], new int[0], ErrorCode.NONE);
    }
    return new TopicMetadata("t", new UUID(1, 2), false, all);
  }
}
