package io.barnabas.consumer.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The same bytes as kafka-clients writes, and the same values out of them. */
class ConsumerProtocolTest {
  private final Random random = new Random(42);

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private List<TopicPartition> partitions() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      partitions.add(new TopicPartition("topic-" + random.nextInt(4), random.nextInt(50)));
    }
    return partitions;
  }

  private ByteBuffer userData() {
    return random.nextBoolean()
        ? null
        : ByteBuffer.wrap(new byte[] {1, 2, (byte) random.nextInt()});
  }

  @Test
  void subscriptionsAreEqual() {
    for (int i = 0; i < 1_000; i++) {
      Subscription subscription =
          new Subscription(
              List.of("topic-3", "topic-1"),
              userData(),
              partitions(),
              random.nextInt(100) - 1,
              random.nextBoolean() ? Optional.empty() : Optional.of("rack"));
      byte[] theirs =
          bytes(
              org.apache.kafka.clients.consumer.internals.ConsumerProtocol.serializeSubscription(
                  subscription));
      assertArrayEquals(theirs, ConsumerProtocol.encode(subscription));
      Subscription decoded = ConsumerProtocol.decodeSubscription(theirs);
      Subscription reference =
          org.apache.kafka.clients.consumer.internals.ConsumerProtocol.deserializeSubscription(
              ByteBuffer.wrap(theirs));
      assertEquals(reference.topics(), decoded.topics());
      assertEquals(reference.ownedPartitions(), decoded.ownedPartitions());
      assertEquals(reference.userData(), decoded.userData());
      assertEquals(reference.generationId(), decoded.generationId());
      assertEquals(reference.rackId(), decoded.rackId());
    }
  }

  @Test
  void assignmentsAreEqual() {
    for (int i = 0; i < 1_000; i++) {
      Assignment assignment = new Assignment(partitions(), userData());
      byte[] theirs =
          bytes(
              org.apache.kafka.clients.consumer.internals.ConsumerProtocol.serializeAssignment(
                  assignment));
      assertArrayEquals(theirs, ConsumerProtocol.encode(assignment));
      Assignment decoded = ConsumerProtocol.decodeAssignment(theirs);
      Assignment reference =
          org.apache.kafka.clients.consumer.internals.ConsumerProtocol.deserializeAssignment(
              ByteBuffer.wrap(theirs));
      assertEquals(reference.partitions(), decoded.partitions());
      assertEquals(reference.userData(), decoded.userData());
    }
  }
}
