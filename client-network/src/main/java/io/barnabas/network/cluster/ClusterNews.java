package io.barnabas.network.cluster;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those of the user's plug-ins that want to know it which cluster this is, and when it is
 * another. Loop thread only.
 */
public final class ClusterNews {
  private static final Logger log = LoggerFactory.getLogger(ClusterNews.class);

  private final List<ClusterResourceListener> listeners;
  private String clusterId;

  /**
   * @param plugins of which the {@link ClusterResourceListener}s are told
   */
  public ClusterNews(List<?> plugins) {
    listeners =
        plugins.stream()
            .filter(ClusterResourceListener.class::isInstance)
            .map(ClusterResourceListener.class::cast)
            .toList();
  }

  public void onMetadata(MetadataSnapshot snapshot) {
    if (!Objects.equals(clusterId, snapshot.clusterId())) {
      clusterId = snapshot.clusterId();
      listeners.forEach(this::tell);
    }
  }

  private void tell(ClusterResourceListener listener) {
    try {
      listener.onUpdate(new ClusterResource(clusterId));
    } catch (RuntimeException e) {
      log.error("Failed to tell {} of the cluster", listener.getClass().getName(), e);
    }
  }
}
