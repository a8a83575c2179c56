package io.barnabas.consumer;

import io.barnabas.consumer.subscription.TopicWatch;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.protocol.ErrorCode;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * What brokers say against the topics that the consumer is about: thrown once for each time they
 * say it, or who subscribes to what he may not read would wait without a word. Polling thread only.
 */
final class TopicErrors {
  private final Metadata metadata;
  private final TopicWatch watch;
  private long checkedVersion = -1;

  TopicErrors(Metadata metadata, TopicWatch watch) {
    this.metadata = metadata;
    this.watch = watch;
  }

  /**
   * @throws TopicAuthorizationException for topics that may not be read
   * @throws InvalidTopicException for names that no topic can have
   */
  void check() {
    MetadataSnapshot snapshot = metadata.snapshot();
    if (snapshot.version() == checkedVersion) {
      return;
    }
    checkedVersion = snapshot.version();
    Set<String> unauthorized = topicsWith(snapshot, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    if (!unauthorized.isEmpty()) {
      throw new TopicAuthorizationException(unauthorized);
    }
    Set<String> invalid = topicsWith(snapshot, ErrorCode.INVALID_TOPIC_EXCEPTION);
    if (!invalid.isEmpty()) {
      throw new InvalidTopicException(invalid);
    }
  }

  private Set<String> topicsWith(MetadataSnapshot snapshot, ErrorCode error) {
    Set<String> topics = new HashSet<>();
    for (String topic : watch.topics()) {
      if (snapshot.topicError(topic) == error) {
        topics.add(topic);
      }
    }
    return topics;
  }
}
