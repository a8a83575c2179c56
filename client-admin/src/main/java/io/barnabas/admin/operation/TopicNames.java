package io.barnabas.admin.operation;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;

/** Which topic names can be sent at all. Whether a name is valid is for the broker to say. */
final class TopicNames {

  static ApiException refusal(String name) {
    boolean representable = name != null && !name.isEmpty();
    return representable
        ? null
        : new InvalidTopicException(
            "The given topic name '" + name + "' cannot be represented in a request.");
  }

  static ApiException refusal(TopicPartition partition) {
    ApiException refusal = refusal(partition.topic());
    if (refusal != null || partition.partition() >= 0) {
      return refusal;
    }
    return new InvalidTopicException(
        "The given partition index " + partition.partition() + " is not valid.");
  }

  private TopicNames() {}
}
