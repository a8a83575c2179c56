package io.barnabas.consumer.fetch;

import org.apache.kafka.common.TopicPartition;

/**
 * What the loop is to do about one partition from now on.
 *
 * @param fence stamped on everything that is fetched under this change
 * @param offset where to fetch, or -1 to stop
 */
record CursorChange(TopicPartition topicPartition, long fence, long offset, boolean paused) {
  static final long STOP = -1;

  boolean stops() {
    return offset == STOP;
  }
}
