package io.barnabas.consumer.fetch;

import io.barnabas.consumer.metrics.FetchMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One fetch answer. The loop fills it and hands its parts over all at once; from then on it is the
 * polling thread's. When every part has been consumed or dropped, its memory goes back to where it
 * came from, and what the application got is counted.
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

  /** One part is of no more use, and nobody can look into it. Polling thread only. */
  void release() {
    released++;
    if (released == parts.size()) {
      count();
      if (array != null) {
        giveBack.accept(array);
      }
    }
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
