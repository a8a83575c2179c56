package io.barnabas.producer.delivery;

import static io.barnabas.producer.delivery.ShipmentRequest.FIRST_FLEXIBLE_VERSION;
import static io.barnabas.producer.delivery.ShipmentRequest.LAST_VERSION_WITH_NAMES;

import io.barnabas.protocol.ThrottledResponse;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.barnabas.protocol.message.ProduceResponse.NodeEndpoint;
import java.util.List;
import java.util.UUID;

/**
 * The answer to a produce request, read where it lies: no object is made for a batch that was
 * written. It is read twice, first to see that all of it is sound, then partition by partition with
 * {@link #next}. Understands what the generated message does. Loop thread only.
 */
final class ShipmentAnswers implements ThrottledResponse {
  private static final short FIRST_VERSION_WITH_LOG_START = 5;
  private static final short FIRST_VERSION_WITH_RECORD_ERRORS = 8;
  private static final short FIRST_VERSION_WITH_LEADERS = 10;

  private static final int LEAST_TOPIC_BYTES = 3;
  private static final int LEAST_PARTITION_BYTES = 22;
  private static final int LEAST_RECORD_ERROR_BYTES = 6;
  private static final int LEAST_NODE_BYTES = 11;

  private static final int NO_LEADER = -1;

  private ByteReader in;
  private short version;
  private boolean flexible;

  /** Where the answer begins. */
  private int start;

  private int throttleTimeMs;
  private List<NodeEndpoint> nodes = List.of();

  private int topicsLeft;

  // Of the topic at hand.
  private String topicName;
  private long topicIdHigh;
  private long topicIdLow;
  private int partitionsLeft;

  // Of the partition at hand.
  private int partition;
  private short errorCode;
  private long baseOffset;
  private long logAppendTimeMs;
  private List<BatchIndexAndErrorMessage> recordErrors;
  private String errorMessage;
  private int leaderId;
  private int leaderEpoch;

  @Override
  public short lowestVersion() {
    return ShipmentRequest.LOWEST_VERSION;
  }

  @Override
  public short highestVersion() {
    return ShipmentRequest.HIGHEST_VERSION;
  }

  @Override
  public void write(ByteWriter out, short version) {
    throw new UnsupportedOperationException("An answer is read only");
  }

  @Override
  public void read(ByteReader in, short version) {
    requireVersion(version);
    this.in = in;
    this.version = version;
    flexible = version >= FIRST_FLEXIBLE_VERSION;
    start = in.position();
    readTopicCount();
    while (next()) {
      // Only to see that it can be read.
    }
    throttleTimeMs = in.readInt32("throttleTimeMs");
    if (flexible) {
      readTags();
    }
  }

  private void readTags() {
    for (int left = in.readTagCount("ProduceResponse"); left > 0; left--) {
      int tag = in.readTag("ProduceResponse");
      int end = in.readTagEnd("ProduceResponse");
      if (tag == 0 && version >= FIRST_VERSION_WITH_LEADERS) {
        nodes = in.readList("nodeEndpoints", true, LEAST_NODE_BYTES, version, NodeEndpoint::new);
        in.endTag("nodeEndpoints", end);
      } else {
        in.skipTo(end);
      }
    }
  }

  /** Goes back before the first partition. */
  void rewind() {
    in.skipTo(start);
    readTopicCount();
  }

  private void readTopicCount() {
    topicsLeft = in.readCount("responses", flexible, LEAST_TOPIC_BYTES);
    partitionsLeft = 0;
  }

  /** Goes on to the next partition; false if there is none. */
  boolean next() {
    while (partitionsLeft == 0) {
      if (topicsLeft == 0) {
        return false;
      }
      topicsLeft--;
      readTopic();
      endTopic();
    }
    readPartition();
    partitionsLeft--;
    endTopic();
    return true;
  }

  private void readTopic() {
    if (version <= LAST_VERSION_WITH_NAMES) {
      topicName = in.readString("name", flexible);
      topicIdHigh = 0;
      topicIdLow = 0;
    } else {
      topicName = "";
      topicIdHigh = in.readInt64("topicId");
      topicIdLow = in.readInt64("topicId");
    }
    partitionsLeft = in.readCount("partitionResponses", flexible, LEAST_PARTITION_BYTES);
  }

  private void endTopic() {
    if (partitionsLeft == 0 && flexible) {
      in.skipTags("TopicProduceResponse");
    }
  }

  private void readPartition() {
    partition = in.readInt32("index");
    errorCode = in.readInt16("errorCode");
    baseOffset = in.readInt64("baseOffset");
    logAppendTimeMs = in.readInt64("logAppendTimeMs");
    if (version >= FIRST_VERSION_WITH_LOG_START) {
      in.readInt64("logStartOffset");
    }
    if (version >= FIRST_VERSION_WITH_RECORD_ERRORS) {
      recordErrors =
          in.readList(
              "recordErrors",
              flexible,
              LEAST_RECORD_ERROR_BYTES,
              version,
              BatchIndexAndErrorMessage::new);
      errorMessage = in.readNullableString("errorMessage", flexible);
    } else {
      recordErrors = List.of();
      errorMessage = null;
    }
    leaderId = NO_LEADER;
    leaderEpoch = NO_LEADER;
    if (flexible) {
      readPartitionTags();
    }
  }

  private void readPartitionTags() {
    for (int left = in.readTagCount("PartitionProduceResponse"); left > 0; left--) {
      int tag = in.readTag("PartitionProduceResponse");
      int end = in.readTagEnd("PartitionProduceResponse");
      if (tag == 0 && version >= FIRST_VERSION_WITH_LEADERS) {
        leaderId = in.readInt32("leaderId");
        leaderEpoch = in.readInt32("leaderEpoch");
        in.skipTags("LeaderIdAndEpoch");
        in.endTag("currentLeader", end);
      } else {
        in.skipTo(end);
      }
    }
  }

  @Override
  public int throttleTimeMs() {
    return throttleTimeMs;
  }

  /** The brokers that it names. */
  List<NodeEndpoint> nodes() {
    return nodes;
  }

  /** The topic at hand; empty in versions that go by ids. */
  String topicName() {
    return topicName;
  }

  /** The topic at hand; zero in versions that go by names. */
  UUID topicId() {
    return new UUID(topicIdHigh, topicIdLow);
  }

  /** Whether the topic at hand has that id, without making an object of it. */
  boolean isOf(UUID id) {
    return id.getMostSignificantBits() == topicIdHigh && id.getLeastSignificantBits() == topicIdLow;
  }

  int partition() {
    return partition;
  }

  short errorCode() {
    return errorCode;
  }

  long baseOffset() {
    return baseOffset;
  }

  /** -1 if the records keep their own timestamps. */
  long logAppendTimeMs() {
    return logAppendTimeMs;
  }

  List<BatchIndexAndErrorMessage> recordErrors() {
    return recordErrors;
  }

  /** May be null. */
  String errorMessage() {
    return errorMessage;
  }

  /** The partition's leader (KIP-951), -1 if the answer does not say. */
  int leaderId() {
    return leaderId;
  }

  int leaderEpoch() {
    return leaderEpoch;
  }
}
