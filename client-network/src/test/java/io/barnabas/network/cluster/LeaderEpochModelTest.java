package io.barnabas.network.cluster;

import static io.barnabas.network.cluster.Answers.cluster;
import static io.barnabas.network.cluster.Answers.failed;
import static io.barnabas.network.cluster.Answers.topic;
import static io.barnabas.network.cluster.Answers.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponsePartition;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.Node;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random answers, hints, gaps and recreations, late and out of order, against the plain rule: of
 * one topic id, the epoch in the view never falls, and a leader belongs to the epoch beside it.
 */
class LeaderEpochModelTest {

  private static final int STEPS = 20_000;
  private static final int PARTITIONS = 3;
  private static final int BROKERS = 5;

  private final MetadataUpdate update = new MetadataUpdate("");
  private MetadataSnapshot view = MetadataSnapshot.EMPTY;

  /** The broker side: every partition's epoch, whose leader is {@code leader(epoch)}. */
  private final int[] epochs = new int[PARTITIONS];

  private UUID id = new UUID(0, 1);

  /** What the view has shown of the present topic. */
  private final int[] shown = new int[PARTITIONS];

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void epochsOfOneTopicNeverFall(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> epochs[random.nextInt(PARTITIONS)]++;
        case 3, 4, 5 -> answer(random);
        case 6, 7 -> hint(random);
        case 8 -> vanish();
        default -> recreate(random);
      }
      check();
    }
    assertTrue(view.version() > STEPS / 4, "the model did something");
  }

  private void answer(Random random) {
    MetadataResponsePartition[] partitions = new MetadataResponsePartition[PARTITIONS];
    for (int i = 0; i < PARTITIONS; i++) {
      int epoch = Math.max(0, epochs[i] - random.nextInt(4));
      partitions[i] = Answers.partition(i, leader(epoch), epoch);
    }
    take(with(cluster(0, 1, 2, 3, 4), topic("t", id, partitions)));
  }

  private void hint(Random random) {
    int partition = random.nextInt(PARTITIONS);
    int epoch = Math.max(0, epochs[partition] - random.nextInt(4));
    Node leader = new Node(leader(epoch), "host", 9092);
    MetadataSnapshot next = update.withLeader(view, leader, "t", partition, epoch);
    view = next == null ? view : next;
  }

  private void vanish() {
    take(with(cluster(0, 1, 2, 3, 4), failed("t", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
  }

  private void recreate(Random random) {
    if (random.nextInt(20) == 0) {
      id = new UUID(0, id.getLeastSignificantBits() + 1);
      java.util.Arrays.fill(epochs, 0);
      java.util.Arrays.fill(shown, 0);
      answer(random);
    }
  }

  private void take(io.barnabas.protocol.message.MetadataResponse response) {
    view = update.merge(view, true).merge(response, Set.of());
  }

  private void check() {
    for (int i = 0; i < PARTITIONS; i++) {
      PartitionMetadata partition = view.partition("t", i);
      if (partition != null && view.topic("t").id().equals(id)) {
        assertTrue(partition.leaderEpoch() >= shown[i], "epoch fell");
        shown[i] = partition.leaderEpoch();
        if (partition.leader() >= 0) {
          assertEquals(leader(partition.leaderEpoch()), partition.leader());
        }
      }
    }
  }

  private static int leader(int epoch) {
    return epoch % BROKERS;
  }
}
