package io.barnabas.admin.operation;

import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;

/** Topic ids as users and as messages have them. */
final class TopicIds {

  static Uuid of(UUID id) {
    return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  static UUID of(Uuid id) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  /**
   * @param word what the message calls it: kafka-clients has "id" and "ID"
   */
  static ApiException refusal(String word, Uuid id) {
    boolean representable = id != null && !id.equals(Uuid.ZERO_UUID);
    return representable
        ? null
        : new InvalidTopicException(
            "The given topic " + word + " '" + id + "' cannot be represented in a request.");
  }

  private TopicIds() {}
}
