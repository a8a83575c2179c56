package io.barnabas.network.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.ClusterResourceListener;
import org.junit.jupiter.api.Test;

class ClusterNewsTest {
  private final List<String> told = new ArrayList<>();
  private final ClusterResourceListener broken =
      cluster -> {
        throw new IllegalStateException("broken");
      };
  private final ClusterResourceListener good = cluster -> told.add(cluster.clusterId());
  private final ClusterNews news = new ClusterNews(List.of("no listener", broken, good));

  private static MetadataSnapshot snapshot(long version, String clusterId) {
    return new MetadataSnapshot(version, clusterId, -1, Map.of(), Map.of(), Map.of());
  }

  @Test
  void tellsOnlyNews() {
    news.onMetadata(snapshot(0, null));
    assertEquals(List.of(), told);
    news.onMetadata(snapshot(1, "one"));
    news.onMetadata(snapshot(2, "one"));
    assertEquals(List.of("one"), told);
    news.onMetadata(snapshot(3, "two"));
    assertEquals(List.of("one", "two"), told);
  }
}
