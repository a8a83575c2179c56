package io.barnabas.consumer.group;

import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.message.ConsumerProtocolAssignment;
import io.barnabas.protocol.message.ConsumerProtocolSubscription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.TopicPartition;

/**
 * The bytes that members of a classic group exchange through the broker: the version, then the
 * generated message in that version. Equal, byte for byte, to what other clients write, so that
 * mixed groups agree. Stateless.
 */
final class ConsumerProtocol {
  static final String TYPE = "consumer";

  private static final Comparator<TopicPartition> BY_NAME =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  private ConsumerProtocol() {}

  static byte[] encode(Subscription subscription) {
    List<TopicPartition> owned = new ArrayList<>(subscription.ownedPartitions());
    owned.sort(BY_NAME);
    List<ConsumerProtocolSubscription.TopicPartition> ownedTopics = new ArrayList<>();
    byTopic(owned)
        .forEach(
            (topic, partitions) ->
                ownedTopics.add(
                    new ConsumerProtocolSubscription.TopicPartition()
                        .topic(topic)
                        .partitions(partitions)));
    ConsumerProtocolSubscription message =
        new ConsumerProtocolSubscription()
            .topics(subscription.topics().stream().sorted().toList())
            .userData(duplicate(subscription.userData()))
            .ownedPartitions(ownedTopics)
            .generationId(subscription.generationId().orElse(Generation.NO_ID))
            .rackId(subscription.rackId().orElse(null));
    short version = message.highestVersion();
    ByteWriter out = new ByteWriter();
    out.writeInt16(version);
    message.write(out, version);
    return out.toByteArray();
  }

  static Subscription decodeSubscription(byte[] bytes) {
    ConsumerProtocolSubscription message = new ConsumerProtocolSubscription();
    ByteReader in = new ByteReader(ByteBuffer.wrap(bytes));
    message.read(in, version(in, message.lowestVersion(), message.highestVersion()));
    List<TopicPartition> owned = new ArrayList<>();
    for (ConsumerProtocolSubscription.TopicPartition topic : message.ownedPartitions()) {
      topic.partitions().forEach(p -> owned.add(new TopicPartition(topic.topic(), p)));
    }
    return new Subscription(
        message.topics(),
        duplicate(message.userData()),
        owned,
        message.generationId(),
        Optional.ofNullable(message.rackId()).filter(rack -> !rack.isEmpty()));
  }

  static byte[] encode(Assignment assignment) {
    List<ConsumerProtocolAssignment.TopicPartition> topics = new ArrayList<>();
    byTopic(assignment.partitions())
        .forEach(
            (topic, partitions) ->
                topics.add(
                    new ConsumerProtocolAssignment.TopicPartition()
                        .topic(topic)
                        .partitions(partitions)));
    ConsumerProtocolAssignment message =
        new ConsumerProtocolAssignment()
            .assignedPartitions(topics)
            .userData(duplicate(assignment.userData()));
    short version = message.highestVersion();
    ByteWriter out = new ByteWriter();
    out.writeInt16(version);
    message.write(out, version);
    return out.toByteArray();
  }

  static Assignment decodeAssignment(byte[] bytes) {
    ConsumerProtocolAssignment message = new ConsumerProtocolAssignment();
    ByteReader in = new ByteReader(ByteBuffer.wrap(bytes));
    message.read(in, version(in, message.lowestVersion(), message.highestVersion()));
    List<TopicPartition> partitions = new ArrayList<>();
    for (ConsumerProtocolAssignment.TopicPartition topic : message.assignedPartitions()) {
      topic.partitions().forEach(p -> partitions.add(new TopicPartition(topic.topic(), p)));
    }
    return new Assignment(partitions, duplicate(message.userData()));
  }

  /** A later version is read as the latest known: what is added is added at the end. */
  private static short version(ByteReader in, short lowest, short highest) {
    short version = in.readInt16("version");
    if (version < lowest) {
      throw new IllegalArgumentException(
          "Unsupported version of the consumer protocol: " + version);
    }
    return version > highest ? highest : version;
  }

  private static Map<String, List<Integer>> byTopic(List<TopicPartition> partitions) {
    Map<String, List<Integer>> topics = new LinkedHashMap<>();
    for (TopicPartition tp : partitions) {
      topics.computeIfAbsent(tp.topic(), topic -> new ArrayList<>()).add(tp.partition());
    }
    return topics;
  }

  private static ByteBuffer duplicate(ByteBuffer userData) {
    return userData == null ? null : userData.duplicate();
  }
}
