package io.barnabas.network.cluster;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** Which topics a client wants described. Asked on the loop before each metadata request. */
public interface TopicInterest {

  /** True: all topics of the cluster, {@link #topics} is not asked. */
  default boolean all() {
    return false;
  }

  /** Whether the broker may create a topic that is asked for and is not there. */
  boolean allowAutoTopicCreation();

  /**
   * The names to ask for; may be empty (brokers only). A client drops here what it has not used for
   * long.
   *
   * @param nowMs monotonic
   */
  Collection<String> topics(long nowMs);

  /**
   * Topics of which only the id is known; {@link Metadata#requestNewTopics} asks for those that the
   * view does not hold. Once it does, {@link #topics} is to name them.
   */
  default Collection<UUID> topicIds() {
    return Set.of();
  }
}
