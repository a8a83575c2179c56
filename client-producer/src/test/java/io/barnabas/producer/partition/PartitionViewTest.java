package io.barnabas.producer.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.cluster.TopicMetadata;
import io.barnabas.protocol.ErrorCode;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PartitionViewTest {
  private static final int DRAWS = 80_000;

  @Test
  void shorterQueuesAreLikelier() {
    int[] drawn = draw(view(1, 1, 1).weighted(new int[] {0, 3, 1}));
    assertEquals(DRAWS * 4 / 8, drawn[0], 1_000);
    assertEquals(DRAWS / 8, drawn[1], 1_000);
    assertEquals(DRAWS * 3 / 8, drawn[2], 1_000);
  }

  @Test
  void equalQueuesAreEquallyLikely() {
    PartitionView view = view(1, 1);
    assertSame(view, view.weighted(new int[] {3, 3}));
    int[] drawn = draw(view.weighted(new int[] {0, 5}).weighted(new int[] {7, 7}));
    assertEquals(DRAWS / 2, drawn[0], 1_000);
  }

  @Test
  void whatHasNoLeaderIsNotDrawn() {
    int[] drawn = draw(view(1, -1, 1).weighted(new int[] {1, 0, 0}));
    assertEquals(0, drawn[1]);
    assertEquals(DRAWS * 2 / 3, drawn[2], 1_000);
  }

  @Test
  void whatIsExcludedIsNotDrawn() {
    PartitionView view = view(1, 1, 1).weighted(new int[] {-1, 2, 2});
    assertTrue(view.excludes(0));
    assertFalse(view.excludes(1));
    int[] drawn = draw(view);
    assertEquals(0, drawn[0]);
    assertEquals(DRAWS / 2, drawn[1], 1_000);
  }

  @Test
  void ifAllAreExcludedNoneIs() {
    PartitionView view = view(1, 1).weighted(new int[] {-1, -1});
    assertFalse(view.excludes(0));
    assertEquals(DRAWS / 2, draw(view)[0], 1_000);
  }

  @Test
  void partitionsThatAreNewHaveNoBacklog() {
    assertEquals(DRAWS * 3 / 4, draw(view(1, 1).weighted(new int[] {2}))[1], 1_000);
  }

  private static int[] draw(PartitionView view) {
    Random random = new Random(5);
    int[] drawn = new int[view.count()];
    for (int i = 0; i < DRAWS; i++) {
      drawn[view.random(random)]++;
    }
    return drawn;
  }

  static PartitionView view(int... leaders) {
    PartitionMetadata[] partitions = new PartitionMetadata[leaders.length];
    for (int i = 0; i < leaders.length; i++) {
      partitions[i] =
          new PartitionMetadata(
              i, leaders[i], 0, new int[0], new int[0], new int[0], ErrorCode.NONE);
    }
    return PartitionView.of(new TopicMetadata("t", new UUID(1, 2), false, partitions));
  }
}
