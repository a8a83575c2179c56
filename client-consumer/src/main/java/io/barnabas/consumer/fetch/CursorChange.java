package io.barnabas.consumer.fetch;

import io.barnabas.consumer.subscription.FetchProgress;
import io.barnabas.consumer.subscription.LogLeader;
import org.apache.kafka.common.TopicPartition;

/**
 * What the loop is to do about one partition from now on.
 *
 * @param fence stamped on everything that is fetched under this change
 * @param offset where to fetch, or -1 to stop
 * @param progress hears that the partition is alive
 * @param leader whose log to fetch from, no other's; null to stop
 */
record CursorChange(
    TopicPartition topicPartition,
    long fence,
    long offset,
    LogLeader leader,
    boolean paused,
    FetchProgress progress) {
  static final long STOP = -1;

  boolean stops() {
    return offset == STOP;
  }
}
