package io.barnabas.producer;

import io.barnabas.network.cluster.MetadataSnapshot;
import java.util.Objects;

/** Tells the user's {@code ClusterResourceListener}s when the cluster is known or another. Loop. */
final class ClusterNews {
  private final ProducerComponents<?, ?> components;
  private String clusterId;

  ClusterNews(ProducerComponents<?, ?> components) {
    this.components = components;
  }

  void onMetadata(MetadataSnapshot snapshot) {
    if (!Objects.equals(clusterId, snapshot.clusterId())) {
      clusterId = snapshot.clusterId();
      components.onCluster(clusterId);
    }
  }
}
