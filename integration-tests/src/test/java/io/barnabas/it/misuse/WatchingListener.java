package io.barnabas.it.misuse;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/** Notes what it is told, and then does what it is made for. */
final class WatchingListener implements ConsumerRebalanceListener {
  /** What is done with the partitions that come or go. */
  interface Deed {
    void with(Collection<TopicPartition> partitions);
  }

  private static final Deed NOTHING = partitions -> {};

  private final Scene scene;
  private Deed onAssigned = NOTHING;
  private Deed onRevoked = NOTHING;
  private Deed onLost = NOTHING;

  private WatchingListener(Scene scene) {
    this.scene = scene;
  }

  static WatchingListener in(Scene scene) {
    return new WatchingListener(scene);
  }

  WatchingListener onAssigned(Deed deed) {
    onAssigned = deed;
    return this;
  }

  WatchingListener onRevoked(Deed deed) {
    onRevoked = deed;
    return this;
  }

  WatchingListener onLost(Deed deed) {
    onLost = deed;
    return this;
  }

  /** The first time that there are partitions; afterwards nothing. */
  static Deed once(Deed deed) {
    boolean[] done = new boolean[1];
    return partitions -> {
      if (!done[0] && !partitions.isEmpty()) {
        done[0] = true;
        deed.with(partitions);
      }
    };
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    told("assigned", partitions);
    onAssigned.with(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    told("revoked", partitions);
    onRevoked.with(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    told("lost", partitions);
    onLost.with(partitions);
  }

  /** How often it is told of nothing depends on how often the group has to rebalance. */
  private void told(String what, Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      scene.add("told: " + what + " " + partitions);
    }
  }
}
