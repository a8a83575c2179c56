package io.barnabas.network.cluster;

import io.barnabas.protocol.ApiMessage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The highest leader epoch seen of each partition. Outlives a topic that is missing from one
 * answer, so that a stale broker cannot turn the clock back. Loop thread only.
 */
final class LeaderEpochs {

  /** What an epoch is, compared with what was seen before. */
  enum Age {
    NEWER,
    SAME,
    OLDER,
    /** The broker did not say. */
    UNKNOWN
  }

  private static final class Topic {
    private UUID id;
    private int[] epochs = {};

    private Topic(UUID id) {
      this.id = id;
    }

    private void reserve(int partition) {
      int length = epochs.length;
      if (partition >= length) {
        epochs = Arrays.copyOf(epochs, Math.max(partition + 1, 2 * length));
        Arrays.fill(epochs, length, epochs.length, -1);
      }
    }
  }

  private final Map<String, Topic> topics = new HashMap<>();

  /**
   * Notes under which id a topic is known now. A topic with a new id starts afresh.
   *
   * @return the id under which it was known before, if that was another topic; else null
   */
  UUID identify(String topic, UUID id) {
    Topic known = topics.computeIfAbsent(topic, name -> new Topic(id));
    if (id.equals(known.id) || id.equals(ApiMessage.ZERO_UUID)) {
      return null;
    }
    UUID before = known.id;
    known.id = id;
    Arrays.fill(known.epochs, -1);
    return before.equals(ApiMessage.ZERO_UUID) ? null : before;
  }

  /** Takes an epoch in, unless it is older than what was seen. */
  Age offer(String topic, int partition, int epoch) {
    if (epoch < 0) {
      return Age.UNKNOWN;
    }
    Topic known = topics.computeIfAbsent(topic, name -> new Topic(ApiMessage.ZERO_UUID));
    known.reserve(partition);
    int seen = known.epochs[partition];
    if (epoch < seen) {
      return Age.OLDER;
    }
    known.epochs[partition] = epoch;
    return epoch == seen ? Age.SAME : Age.NEWER;
  }

  /** -1 if none was seen. */
  int seen(String topic, int partition) {
    Topic known = topics.get(topic);
    return known == null || partition >= known.epochs.length ? -1 : known.epochs[partition];
  }

  /** Forgets the topics that nobody asks for any more. */
  void retain(Set<String> names) {
    topics.keySet().retainAll(names);
  }

  /** This is another cluster. */
  void clear() {
    topics.clear();
  }
}
