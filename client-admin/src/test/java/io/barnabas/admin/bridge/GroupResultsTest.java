package io.barnabas.admin.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.FenceProducersResult;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupResult;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.Test;

class GroupResultsTest {

  private static final TopicPartition FIRST = new TopicPartition("t", 0);
  private static final TopicPartition SECOND = new TopicPartition("t", 1);

  private final AdminResults results = AdminResults.get();
  private final ApiException refused = new UnknownMemberIdException("busy");

  @Test
  void deletedOffsetsTellEachPartitionsOutcome() throws Exception {
    DeleteConsumerGroupOffsetsResult result =
        results.deleteConsumerGroupOffsets(
            future(Map.of(FIRST, Optional.empty(), SECOND, Optional.of(refused))),
            Set.of(FIRST, SECOND));

    assertNull(result.partitionResult(FIRST).get());
    assertSame(refused, causeOf(result.partitionResult(SECOND)));
    assertSame(refused, causeOf(result.all()));
    assertThrows(
        IllegalArgumentException.class,
        () -> result.partitionResult(new TopicPartition("other", 0)));
    assertInstanceOf(
        IllegalArgumentException.class,
        causeOf(results.deleteConsumerGroupOffsets(future(Map.of()), Set.of(FIRST)).all()));
  }

  @Test
  void removedMembersTellEachOnesOutcome() throws Exception {
    MemberToRemove there = new MemberToRemove("there");
    MemberToRemove busy = new MemberToRemove("busy");
    KafkaFuture<Void> everyone = future(null);
    RemoveMembersFromConsumerGroupResult named =
        results.removeMembers(
            future(Map.of("there", Optional.empty(), "busy", Optional.of(refused))),
            Set.of(there, busy),
            everyone);

    assertNull(named.memberResult(there).get());
    assertSame(refused, causeOf(named.memberResult(busy)));
    assertSame(refused, causeOf(named.all()));
    assertThrows(
        IllegalArgumentException.class, () -> named.memberResult(new MemberToRemove("other")));

    RemoveMembersFromConsumerGroupResult all =
        results.removeMembers(future(Map.of()), Set.of(), everyone);
    assertSame(everyone, all.all());
    assertThrows(IllegalArgumentException.class, () -> all.memberResult(there));
  }

  @Test
  void shareGroupsTellTheirOffsetsAndFailures() throws Exception {
    Map<TopicPartition, SharePartitionOffsetInfo> offsets =
        Map.of(FIRST, new SharePartitionOffsetInfo(3, Optional.empty(), Optional.of(1L)));
    var listed = results.listShareGroupOffsets(Map.of("g", future(offsets)));
    assertEquals(offsets, listed.partitionsToOffsetInfo("g").get());
    assertEquals(Map.of("g", offsets), listed.all().get());
    assertThrows(IllegalArgumentException.class, () -> listed.partitionsToOffsetInfo("other"));

    Map<TopicPartition, ApiException> failures = new HashMap<>();
    failures.put(FIRST, null);
    failures.put(SECOND, refused);
    var altered = results.alterShareGroupOffsets(future(failures));
    assertNull(altered.partitionResult(FIRST).get());
    assertSame(refused, causeOf(altered.partitionResult(SECOND)));
    assertSame(
        refused,
        causeOf(
            results
                .deleteShareGroupOffsets(future(Map.of("t", refused)), Set.of("t"))
                .topicResult("t")));
    assertEquals(
        Set.of("g"), results.deleteShareGroups(Map.of("g", future(null))).deletedGroups().keySet());
  }

  @Test
  void transactionsAreListedByBrokerAndTogether() throws Exception {
    TransactionListing listing = new TransactionListing("x", 1, TransactionState.ONGOING);
    KafkaFuture<Collection<TransactionListing>> one = future(List.of(listing));
    var listed =
        results.listTransactions(future(Map.of(1, one)), future(Map.of(1, List.of(listing))));

    assertEquals(List.of(listing), listed.all().get());
    assertEquals(Map.of(1, one), listed.byBrokerId().get());
    assertEquals(Map.of(1, List.of(listing)), listed.allByBrokerId().get());
  }

  @Test
  void transactionalIdsAreDescribedAndFencedById() throws Exception {
    TransactionDescription description =
        new TransactionDescription(
            1, TransactionState.EMPTY, 2, 3, 4, OptionalLong.empty(), Set.of());
    var described = results.describeTransactions(Map.of("x", future(description)));
    assertEquals(description, described.description("x").get());
    assertEquals(Map.of("x", description), described.all().get());
    assertThrows(IllegalArgumentException.class, () -> described.description("other"));

    FenceProducersResult fenced =
        results.fenceProducers(Map.of("x", future(5L)), Map.of("x", future((short) 6)));
    assertEquals(5L, fenced.producerId("x").get());
    assertEquals((short) 6, fenced.epochId("x").get());
    assertNull(fenced.fencedProducers().get("x").get());
    assertNull(fenced.all().get());
    assertThrows(IllegalArgumentException.class, () -> fenced.epochId("other"));
  }

  private static <T> KafkaFuture<T> future(T value) {
    return KafkaFuture.completedFuture(value);
  }

  private static Throwable causeOf(KafkaFuture<?> future) {
    return assertThrows(ExecutionException.class, future::get).getCause();
  }
}
