package io.barnabas.admin.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSynonym;
import org.apache.kafka.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.Test;

class AdminResultsTest {

  private static final TopicPartition FIRST = new TopicPartition("t", 0);
  private static final TopicPartition SECOND = new TopicPartition("t", 1);

  private final AdminResults results = AdminResults.get();

  @Test
  void resultsOfTopicsHandOutTheirFutures() throws Exception {
    Uuid id = Uuid.randomUuid();
    KafkaFuture<Void> done = KafkaFuture.completedFuture(null);
    TopicDescription description = new TopicDescription("t", false, List.of());
    TopicListing listing = new TopicListing("t", id, false);

    assertEquals(
        id,
        results
            .createTopics(Map.of("t", future(new TopicMetadataAndConfig(id, 1, 1, null))))
            .topicId("t")
            .get());
    assertEquals(
        Set.of("t"), results.deleteTopicsByName(Map.of("t", done)).topicNameValues().keySet());
    assertEquals(Set.of(id), results.deleteTopicsById(Map.of(id, done)).topicIdValues().keySet());
    assertEquals(Set.of("t"), results.listTopics(future(Map.of("t", listing))).names().get());
    assertEquals(
        Map.of("t", description),
        results.describeTopicsByName(Map.of("t", future(description))).allTopicNames().get());
    assertEquals(
        Map.of(id, description),
        results.describeTopicsById(Map.of(id, future(description))).allTopicIds().get());
    assertEquals(Set.of("t"), results.createPartitions(Map.of("t", done)).values().keySet());
  }

  @Test
  void resultOfDescribeClusterKeepsItsFourParts() throws Exception {
    Node node = new Node(1, "h", 9092);
    DescribeClusterResult result =
        results.describeCluster(
            future(List.of(node)), future(node), future("c"), future(Set.of(AclOperation.READ)));

    assertEquals(List.of(node), result.nodes().get());
    assertEquals(node, result.controller().get());
    assertEquals("c", result.clusterId().get());
    assertEquals(Set.of(AclOperation.READ), result.authorizedOperations().get());
  }

  @Test
  void resultsOfConfigsAndGroupsHandOutTheirFutures() throws Exception {
    KafkaFuture<Void> done = KafkaFuture.completedFuture(null);
    GroupListing group = new GroupListing("g", Optional.empty(), "consumer", Optional.empty());
    ConfigSynonym synonym = results.configSynonym("n", "v", ConfigSource.DEFAULT_CONFIG);

    assertTrue(results.describeConfigs(Map.of()).all().get().isEmpty());
    assertNull(results.alterConfigs(Map.of()).all().get());
    assertEquals(List.of(group), results.listGroups(future(List.of(group))).all().get());
    assertTrue(results.listConsumerGroups(future(List.of())).valid().get().isEmpty());
    assertEquals(
        Set.of("g"), results.deleteConsumerGroups(Map.of("g", done)).deletedGroups().keySet());
    assertEquals("v", synonym.value());
  }

  @Test
  void committedOffsetsAreFoundByGroup() throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(FIRST, new OffsetAndMetadata(3));
    ListConsumerGroupOffsetsResult one =
        results.listConsumerGroupOffsets(Map.of("g", future(offsets)));
    ListConsumerGroupOffsetsResult two =
        results.listConsumerGroupOffsets(Map.of("g", future(offsets), "h", future(Map.of())));

    assertEquals(offsets, one.partitionsToOffsetAndMetadata().get());
    assertEquals(offsets, two.partitionsToOffsetAndMetadata("g").get());
    assertEquals(Map.of("g", offsets, "h", Map.of()), two.all().get());
    assertThrows(IllegalStateException.class, two::partitionsToOffsetAndMetadata);
    assertThrows(IllegalArgumentException.class, () -> two.partitionsToOffsetAndMetadata("other"));
  }

  @Test
  void alteredOffsetsTellEachPartitionsOutcome() throws Exception {
    ApiException refused = new UnknownMemberIdException("busy");
    KafkaFuture<Void> together = KafkaFuture.completedFuture(null);
    AlterConsumerGroupOffsetsResult result =
        results.alterConsumerGroupOffsets(
            future(Map.of(FIRST, Optional.empty(), SECOND, Optional.of(refused))), together);

    assertNull(result.partitionResult(FIRST).get());
    assertEquals(refused, causeOf(result.partitionResult(SECOND)));
    assertSame(together, result.all());
    assertInstanceOf(
        IllegalArgumentException.class,
        causeOf(result.partitionResult(new TopicPartition("other", 0))));
  }

  @Test
  void timestampOfASpecIsReadable() {
    assertEquals(5, results.timestamp((OffsetSpec.TimestampSpec) OffsetSpec.forTimestamp(5)));
  }

  private static <T> KafkaFuture<T> future(T value) {
    return KafkaFuture.completedFuture(value);
  }

  private static Throwable causeOf(KafkaFuture<?> future) {
    return assertThrows(ExecutionException.class, future::get).getCause();
  }
}
