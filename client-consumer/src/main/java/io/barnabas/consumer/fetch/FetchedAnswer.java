package io.barnabas.consumer.fetch;

import io.barnabas.consumer.metrics.FetchMetrics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One fetch answer. The loop fills it and hands its parts over all at once; from then on it is the
 * polling thread's. When every part has been consumed or dropped, its memory goes back to where it
 * came from, and what the application got is counted. Until then all of its memory is held.
 */
final class FetchedAnswer {
  private final Consumer<byte[]> giveBack;
  private final FetchMetrics metrics;
  private final List<FetchedTopic> topics = new ArrayList<>();
  private final List<FetchedPartition> parts = new ArrayList<>();

  /** All records stand in it; null if there are none. */
  private byte[] array;

  private int released;

  FetchedAnswer(Consumer<byte[]> giveBack, FetchMetrics metrics) {
    this.giveBack = giveBack;
    this.metrics = metrics;
  }

  /** Loop thread only. */
  FetchedTopic topic(String name) {
    FetchedTopic topic = new FetchedTopic(this, name);
    topics.add(topic);
    return topic;
  }

  /** Loop thread only. */
  void add(FetchedPartition part) {
    parts.add(part);
    if (part.sizeInBytes() > 0) {
      array = part.records().array();
    }
  }

  /** Not to be added to any more. */
  List<FetchedPartition> parts() {
    return parts;
  }

  /** The memory that is held as long as one part is in use. */
  int sizeInBytes() {
    return array == null ? 0 : array.length;
  }

  /**
   * One part is of no more use, and nobody can look into it. Polling thread only.
   *
   * @return how much memory is free for that
   */
  int release() {
    released++;
    if (released < parts.size()) {
      return 0;
    }
    count();
    if (array != null) {
      giveBack.accept(array);
    }
    return sizeInBytes();
  }

  /** A part in an answer of its own, so that it does not hold the memory of the others. */
  FetchedPartition copy(FetchedPartition part) {
    FetchedAnswer own = new FetchedAnswer(array -> {}, metrics);
    FetchedTopic topic = own.topic(part.topic().name());
    FetchedPartition copy = part.in(topic, copyOf(part.records()));
    topic.add(copy);
    return copy;
  }

  private static ByteBuffer copyOf(ByteBuffer records) {
    byte[] copy = new byte[records.remaining()];
    records.duplicate().get(copy);
    return ByteBuffer.wrap(copy);
  }

  private void count() {
    int bytes = 0;
    int records = 0;
    for (FetchedTopic topic : topics) {
      metrics.topicUsed(topic.name(), topic.bytes(), topic.records());
      bytes += topic.bytes();
      records += topic.records();
    }
    metrics.answerUsed(bytes, records);
  }
}
