package io.barnabas.network.cluster;

import static io.barnabas.network.cluster.Answers.broker;
import static io.barnabas.network.cluster.Answers.cluster;
import static io.barnabas.network.cluster.Answers.failed;
import static io.barnabas.network.cluster.Answers.partition;
import static io.barnabas.network.cluster.Answers.topic;
import static io.barnabas.network.cluster.Answers.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.MetadataResponse;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponsePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MetadataMergeTest {

  private static final UUID ID = new UUID(1, 1);
  private static final UUID OTHER = new UUID(2, 2);

  private final LeaderEpochs epochs = new LeaderEpochs();
  private final List<String> refusals = new ArrayList<>();
  private MetadataSnapshot view = MetadataSnapshot.EMPTY;
  private MetadataMerge merge;

  private MetadataSnapshot take(MetadataResponse response, String... keep) {
    merge = new MetadataMerge(view, epochs, true, refusals::add);
    MetadataSnapshot next = merge.merge(response, Set.of(keep));
    if (next != null) {
      view = next;
    }
    return next;
  }

  @Test
  void brokersThatCannotBeReachedAreRefused() {
    MetadataResponse response = cluster(1);
    response.brokers(
        List.of(
            broker(1, "host1", 9092),
            broker(-5, "host5", 9092),
            broker(2, "", 9092),
            broker(3, "host3", 0),
            broker(4, "host4", 65_536)));
    take(response);
    assertEquals(1, view.brokers().size());
    assertEquals(4, refusals.size());
  }

  @Test
  void anAnswerWithoutAnyBrokerChangesNothing() {
    take(with(cluster(1), topic("t", ID, partition(0, 1, 5))));
    assertNull(take(with(cluster(), topic("t", ID, partition(0, 1, 9)))));
    assertEquals(5, epochs.seen("t", 0));
  }

  @Test
  void leadersOfKeptPartitionsThatHaveLeftTheClusterAreNoLeaders() {
    take(
        with(
            cluster(1, 2),
            topic("t", ID, partition(0, 1, 5), partition(1, 2, 6)),
            topic("u", OTHER, partition(0, 2, 7))));
    take(with(cluster(1), failed("u", ErrorCode.LEADER_NOT_AVAILABLE)), "t", "u");

    assertEquals(1, view.leader("t", 0));
    assertEquals(-1, view.leader("t", 1));
    assertEquals(6, view.partition("t", 1).leaderEpoch());
    assertEquals(-1, view.leader("u", 0));
    assertTrue(merge.unsettled(), "the new leaders have to be asked for");
  }

  @Test
  void leaderThatHasLeftTheClusterMakesAPartialAnswerUnsettled() {
    take(with(cluster(1, 2), topic("t", ID, partition(0, 1, 5))));
    take(with(cluster(1), topic("u", OTHER, partition(0, 1, 1))), "t", "u");
    assertFalse(merge.unsettled(), "broker 2 led nothing");
    take(with(cluster(2), topic("u", OTHER, partition(0, 2, 2))), "t", "u");
    assertTrue(merge.unsettled());
  }

  @Test
  void topicsWithGapsRepeatsOrNegativeNumbersKeepTheirLastGoodView() {
    take(with(cluster(1), topic("t", ID, partition(0, 1, 5))));
    TopicMetadata good = view.topic("t");
    take(with(cluster(1), topic("t", ID, partition(0, 1, 6), partition(2, 1, 6))));
    assertSame(good, view.topic("t"));
    take(with(cluster(1), topic("t", ID, partition(0, 1, 6), partition(0, 1, 6))));
    assertSame(good, view.topic("t"));
    take(with(cluster(1), topic("t", ID, partition(-1, 1, 6))));
    assertSame(good, view.topic("t"));
    take(with(cluster(1), topic("u", OTHER, partition(Integer.MAX_VALUE, 1, 6))));
    assertNull(view.topic("u"));
    assertEquals(4, refusals.size());
    assertTrue(merge.unsettled());
  }

  @Test
  void partitionsAreInOrderWhateverTheAnswersOrder() {
    take(with(cluster(1, 2), topic("t", ID, partition(1, 2, 0), partition(0, 1, 0))));
    assertEquals(1, view.leader("t", 0));
    assertEquals(2, view.leader("t", 1));
  }

  @Test
  void aLeaderWithoutABrokerIsNone() {
    take(with(cluster(1), topic("t", ID, partition(0, 7, 5))));
    assertEquals(-1, view.leader("t", 0));
    assertTrue(merge.unsettled());
  }

  @Test
  void staleEpochNeverReplacesNewer() {
    take(with(cluster(1, 2), topic("t", ID, partition(0, 1, 5))));
    take(with(cluster(1, 2), topic("t", ID, partition(0, 2, 4))));
    assertEquals(1, view.leader("t", 0));
    assertEquals(5, view.partition("t", 0).leaderEpoch());
    assertTrue(merge.unsettled());
    assertFalse(merge.progress());
  }

  @Test
  void staleEpochOfATopicThatWasGoneForAMomentIsNoLeader() {
    take(with(cluster(1, 2), topic("t", ID, partition(0, 1, 5))));
    take(with(cluster(1, 2), failed("t", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
    assertNull(view.topic("t"));
    take(with(cluster(1, 2), topic("t", ID, partition(0, 2, 4))));
    assertEquals(-1, view.leader("t", 0));
    assertEquals(5, view.partition("t", 0).leaderEpoch());
  }

  @Test
  void recreatedTopicStartsAfreshAndIsSeen() {
    take(with(cluster(1, 2), topic("t", ID, partition(0, 1, 5))));
    take(with(cluster(1, 2), topic("t", OTHER, partition(0, 2, 0))));
    assertEquals(2, view.leader("t", 0));
    assertEquals(0, view.partition("t", 0).leaderEpoch());
    assertEquals(List.of("t"), merge.recreatedTopics());
    assertNull(view.topic(ID));
    assertNotNull(view.topic(OTHER));
  }

  @Test
  void recreatedTopicIsSeenThoughItWasMissingInBetween() {
    take(with(cluster(1), topic("t", ID, partition(0, 1, 5))));
    take(with(cluster(1), failed("t", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
    take(with(cluster(1), topic("t", OTHER, partition(0, 1, 0))));
    assertEquals(List.of("t"), merge.recreatedTopics());
    assertEquals(0, view.partition("t", 0).leaderEpoch());
  }

  @Test
  void brokersWithoutTopicIdsStillOrderByEpoch() {
    UUID none = ApiMessage.ZERO_UUID;
    take(with(cluster(1, 2), topic("t", none, partition(0, 1, 5))));
    take(with(cluster(1, 2), topic("t", none, partition(0, 2, 4))));
    assertEquals(1, view.leader("t", 0));
    assertNull(view.topic(none), "no id is no key");
  }

  @Test
  void passingTopicErrorsKeepTheLastView() {
    take(with(cluster(1), topic("t", ID, partition(0, 1, 5))));
    take(with(cluster(1), failed("t", ErrorCode.LEADER_NOT_AVAILABLE)));
    assertEquals(1, view.leader("t", 0));
    assertEquals(ErrorCode.LEADER_NOT_AVAILABLE, view.topicError("t"));
    take(with(cluster(1), topic("t", ID, partition(0, 1, 5))));
    assertEquals(ErrorCode.NONE, view.topicError("t"));
  }

  @Test
  void anAnswerThatOmitsATopicItWasAskedForLeavesItInPlace() {
    take(with(cluster(1), topic("t", ID, partition(0, 1, 5))));
    take(cluster(1), "t");
    assertEquals(1, view.leader("t", 0));
    take(cluster(1));
    assertNull(view.topic("t"));
  }

  @Test
  void anotherClusterForgetsTopicsAndEpochs() {
    take(with(cluster(1, 2), topic("t", ID, partition(0, 1, 5))));
    take(with(cluster(1, 2).clusterId("other"), topic("t", ID, partition(0, 2, 1))), "t");
    assertEquals(2, view.leader("t", 0));
    assertEquals(1, view.partition("t", 0).leaderEpoch());
  }

  @Test
  void nodesKeepTheirIdentityWhileTheirAddressStays() {
    take(cluster(1));
    Object node = view.broker(1);
    take(cluster(1));
    assertSame(node, view.broker(1));
  }

  @Test
  void topicsWithoutANameAreSkipped() {
    take(with(cluster(1), failed(null, ErrorCode.UNKNOWN_TOPIC_ID)));
    assertTrue(view.topics().isEmpty());
  }

  @Test
  @Timeout(10)
  void aHugeTopicIsTakenInWithoutWorkThatGrowsFasterThanIt() {
    MetadataResponsePartition[] partitions = new MetadataResponsePartition[500_000];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = partition(i, 1, 3);
    }
    take(with(cluster(1), topic("t", ID, partitions)));
    assertEquals(3, epochs.seen("t", partitions.length - 1));
    assertEquals(-1, epochs.seen("t", partitions.length));
    assertEquals(partitions.length, view.topic("t").partitionCount());
  }
}
