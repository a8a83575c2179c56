package io.barnabas.benchmarks.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/** The topic of a {@link SinkBroker}, with the end offset of each partition. Sink thread only. */
final class SinkTopic {
  private final String name;
  private final UUID id;
  private final long[] endOffsets;

  SinkTopic(String name, int partitions) {
    this.name = name;
    this.id = UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    this.endOffsets = new long[partitions];
  }

  String name() {
    return name;
  }

  UUID id() {
    return id;
  }

  int partitions() {
    return endOffsets.length;
  }

  /** Whether there is such a partition. */
  boolean has(UUID topicId, int partition) {
    return id.equals(topicId) && partition >= 0 && partition < endOffsets.length;
  }

  /** Gives away the offsets for so many records; the first of them. */
  long append(int partition, int records) {
    long baseOffset = endOffsets[partition];
    endOffsets[partition] += records;
    return baseOffset;
  }
}
