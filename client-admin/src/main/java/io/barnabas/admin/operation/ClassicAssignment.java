package io.barnabas.admin.operation;

import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.message.ConsumerProtocolAssignment;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What the leader of a classic group of consumers has assigned to a member, as members read it. */
final class ClassicAssignment {

  /** Empty bytes are no partitions: the group has not been assigned yet. */
  static Set<TopicPartition> partitions(byte[] bytes) {
    Set<TopicPartition> partitions = new HashSet<>();
    if (bytes.length > 0) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      short version = buffer.getShort();
      for (var topic : read(buffer.slice(), version).assignedPartitions()) {
        topic.partitions().forEach(p -> partitions.add(new TopicPartition(topic.topic(), p)));
      }
    }
    return partitions;
  }

  /** A version newer than ours begins with what ours has. */
  private static ConsumerProtocolAssignment read(ByteBuffer buffer, short version) {
    ConsumerProtocolAssignment assignment = new ConsumerProtocolAssignment();
    short readable = (short) Math.min(version, assignment.highestVersion());
    assignment.read(new ByteReader(buffer), readable);
    return assignment;
  }

  private ClassicAssignment() {}
}
