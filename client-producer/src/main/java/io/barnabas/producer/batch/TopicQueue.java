package io.barnabas.producer.batch;

import io.barnabas.network.cluster.TopicMetadata;
import io.barnabas.producer.partition.PartitionView;
import io.barnabas.producer.partition.StickyChoice;
import io.barnabas.protocol.record.RecordSize;
import java.util.Arrays;

/**
 * What the producer keeps of one topic: its partitions, and which of them records without a key go
 * to. Lives as long as the producer; the metadata of a topic that is not used comes and goes.
 */
public final class TopicQueue {
  private final Accumulator accumulator;
  private final String name;
  private final StickyChoice sticky;

  /** Null without compression. */
  private final CompressionRatio ratio;

  private final int batchSize;

  /**
   * Only grows. Replaced by the loop or a waiting sender under {@link #learn}'s monitor; read by
   * all.
   */
  private volatile PartitionQueue[] queues = {};

  /** As last described; null before that. Written like {@link #queues}. */
  private volatile PartitionView view;

  /** Whether {@link #view} is what the cluster says at present. Written like {@link #queues}. */
  private volatile boolean known;

  /** The version of the metadata last seen. Guarded by {@link #learn}'s monitor. */
  private long seenVersion;

  /** Set by senders, reset by the loop: plain, as a late sight of it does no harm. */
  private boolean used;

  TopicQueue(Accumulator accumulator, String name, int batchSize, boolean compressed) {
    this.accumulator = accumulator;
    this.name = name;
    this.batchSize = batchSize;
    this.ratio = compressed ? new CompressionRatio(batchSize) : null;
    this.sticky = new StickyChoice(batchSize);
  }

  public String name() {
    return name;
  }

  /** How many partitions there are, 0 while the topic is not known. Any thread, no lock. */
  public int partitionCount() {
    return known ? view.count() : 0;
  }

  /** The partition, which must be one of those known. Any thread, no lock. */
  public PartitionQueue partition(int partition) {
    return queues[partition];
  }

  /** All that ever were known. Any thread, no lock. */
  public PartitionQueue[] partitions() {
    return queues;
  }

  /** Takes over newer metadata; null if the topic is not described (any more). Any thread. */
  public synchronized void learn(TopicMetadata topic, long version) {
    if (version < seenVersion) {
      return;
    }
    seenVersion = version;
    if (topic == null) {
      known = false;
      return;
    }
    growTo(topic.partitionCount());
    view = PartitionView.of(topic);
    known = true;
  }

  /** Whether records go to a partition of the producer's choice. Any thread. */
  public boolean isSticky() {
    return sticky.isUsed();
  }

  /** Lets the choice follow the load; see {@link PartitionView#weighted}. Loop. */
  public synchronized void balance(int[] backlogs) {
    if (view != null) {
      view = view.weighted(backlogs);
    }
  }

  private void growTo(int count) {
    PartitionQueue[] known = queues;
    if (known.length >= count) {
      return;
    }
    PartitionQueue[] more = Arrays.copyOf(known, count);
    for (int partition = known.length; partition < count; partition++) {
      more[partition] = accumulator.newQueue(this, partition);
    }
    queues = more;
  }

  /** Notes that somebody sends to the topic. */
  public void touch() {
    if (!used) {
      used = true;
    }
  }

  /** Whether somebody has sent to the topic since the last call. Loop. */
  public boolean wasUsed() {
    boolean was = used;
    used = false;
    return was;
  }

  /** The sticky partition at hand. Only once the topic was described. */
  public StickyChoice.Stay stay() {
    return sticky.current(view);
  }

  /** What a batch may take before compression. */
  int uncompressedLimit() {
    return ratio == null ? batchSize : ratio.uncompressedLimit();
  }

  /** A batch with its header took so much before compression, and so much after. */
  void onCompressed(int before, int after) {
    ratio.observe(before - RecordSize.BATCH_OVERHEAD, after - RecordSize.BATCH_OVERHEAD);
  }

  /** See {@link StickyChoice#isOver}. */
  boolean isOver(StickyChoice.Stay stay, boolean batchFull) {
    return sticky.isOver(stay, view, batchFull);
  }

  /** See {@link StickyChoice#added}. */
  void added(StickyChoice.Stay stay, int bytes, boolean batchFull) {
    int wireBytes = ratio == null ? bytes : ratio.compressed(bytes);
    sticky.added(stay, wireBytes, view, batchFull);
  }
}
