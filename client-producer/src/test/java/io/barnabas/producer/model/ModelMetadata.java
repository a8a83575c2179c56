package io.barnabas.producer.model;

import static org.mockito.Mockito.RETURNS_DEFAULTS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.cluster.PartitionMetadata;
import io.barnabas.network.cluster.Snapshots;
import io.barnabas.network.cluster.TopicMetadata;
import io.barnabas.protocol.ErrorCode;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.mockito.invocation.InvocationOnMock;

/** What the producer knows of the cluster: as old as its last update. */
final class ModelMetadata {
  static final String TOPIC = "t";

  final Metadata metadata =
      mock(Metadata.class, withSettings().stubOnly().defaultAnswer(this::onMetadataCall));

  private final ModelCluster cluster;
  private final int[] leaders;
  private final int[] epochs;
  private UUID topicId;
  private long version;
  private MetadataSnapshot snapshot;

  ModelMetadata(ModelCluster cluster) {
    this.cluster = cluster;
    this.leaders = new int[cluster.leaders.length];
    this.epochs = new int[cluster.leaders.length];
    update();
  }

  /** An answer of the cluster. */
  void update() {
    for (int i = 0; i < leaders.length; i++) {
      leaders[i] = cluster.leaders[i];
      epochs[i] = cluster.epochs[i];
    }
    topicId = cluster.topicId();
    describe();
  }

  MetadataSnapshot snapshot() {
    return snapshot;
  }

  private boolean onHint(int partition, int leader, int epoch) {
    if (epoch <= epochs[partition]) {
      return false;
    }
    leaders[partition] = leader;
    epochs[partition] = epoch;
    describe();
    return true;
  }

  private void describe() {
    PartitionMetadata[] partitions = new PartitionMetadata[leaders.length];
    for (int i = 0; i < leaders.length; i++) {
      partitions[i] =
          new PartitionMetadata(
              i, leaders[i], epochs[i], new int[0], new int[0], new int[0], ErrorCode.NONE);
    }
    snapshot = Snapshots.of(new TopicMetadata(TOPIC, topicId, false, partitions), ++version);
  }

  private Object onMetadataCall(InvocationOnMock call) throws Throwable {
    return switch (call.getMethod().getName()) {
      case "snapshot" -> snapshot;
      case "refresh" -> CompletableFuture.completedFuture(snapshot);
      case "onLeaderHint" -> onHint(call.getArgument(1), call.getArgument(2), call.getArgument(3));
      default -> RETURNS_DEFAULTS.answer(call);
    };
  }
}
