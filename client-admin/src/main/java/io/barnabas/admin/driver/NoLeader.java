package io.barnabas.admin.driver;

import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ErrorCode;
import java.util.Set;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Why a partition's leader will not be found, however long one waits. */
final class NoLeader {

  /**
   * Null if there is hope.
   *
   * @param error what the cluster said of the topic
   */
  static ApiException failure(Route.Leader route, ErrorCode error, Operation<?, ?, ?> operation) {
    Set<String> topics = Set.of(route.topic());
    return switch (error) {
      case TOPIC_AUTHORIZATION_FAILED ->
          new TopicAuthorizationException(words(route, "it may not be described"), topics);
      case INVALID_TOPIC_EXCEPTION ->
          new InvalidTopicException(words(route, "no topic can have that name"), topics);
      case UNKNOWN_TOPIC_OR_PARTITION ->
          operation.waitsForTopics()
              ? null
              : new UnknownTopicOrPartitionException(words(route, "there is no such topic"));
      default -> null;
    };
  }

  private static String words(Route.Leader route, String why) {
    return "No leader to be found of " + route.topic() + "-" + route.partition() + ": " + why;
  }

  private NoLeader() {}
}
