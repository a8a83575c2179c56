package io.barnabas.consumer.fetch;

import static io.barnabas.consumer.fetch.SessionFetch.FIRST_FLEXIBLE_VERSION;
import static io.barnabas.consumer.fetch.SessionFetch.FIRST_VERSION_WITH_LOG_START;
import static io.barnabas.consumer.fetch.SessionFetch.FIRST_VERSION_WITH_REPLICAS;
import static io.barnabas.consumer.fetch.SessionFetch.FIRST_VERSION_WITH_SESSIONS;
import static io.barnabas.consumer.fetch.SessionFetch.LAST_VERSION_WITH_NAMES;

import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.ThrottledResponse;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.message.FetchResponse.AbortedTransaction;
import io.barnabas.protocol.message.FetchResponse.NodeEndpoint;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * The answer to a fetch request, read where it lies: no object is made for a partition, but a view
 * of its records. It is read twice, first to see that all of it is sound, then topic by topic with
 * {@link #nextTopic} and in each partition by partition with {@link #nextPartition}. Understands
 * what the generated message does, apart from what is for followers. Loop thread only.
 */
final class SessionAnswer implements ThrottledResponse {
  private static final short FIRST_VERSION_WITH_NODES = 16;

  private static final int LEAST_NODE_BYTES = 11;
  private static final int DIVERGING_EPOCH = 0;
  private static final int CURRENT_LEADER = 1;
  private static final int SNAPSHOT_ID = 2;
  private static final int NO_LEADER = -1;
  private static final int NO_REPLICA = FetchCursor.NO_REPLICA;
  private static final long NO_OFFSET = -1;

  private ByteReader in;
  private short version;
  private boolean flexible;

  /** Where the topics begin. */
  private int start;

  private int throttleTimeMs;
  private ErrorCode error = ErrorCode.NONE;
  private int sessionId;
  private List<NodeEndpoint> nodes = List.of();

  private int topicsLeft;

  // Of the topic at hand.
  private boolean inTopic;
  private String topicName;
  private UUID topicId;
  private int partitionsLeft;

  // Of the partition at hand.
  private int partition;
  private ErrorCode partitionError;
  private long highWatermark;
  private long lastStableOffset;
  private long logStartOffset;
  private List<AbortedTransaction> abortedTransactions;
  private int preferredReplica;
  private int recordsEnd;
  private int recordsBytes;
  private int leaderId;
  private int leaderEpoch;

  @Override
  public short lowestVersion() {
    return SessionFetch.LOWEST_VERSION;
  }

  @Override
  public short highestVersion() {
    return SessionFetch.HIGHEST_VERSION;
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
    throttleTimeMs = in.readInt32("throttleTimeMs");
    if (version >= FIRST_VERSION_WITH_SESSIONS) {
      error = ErrorCode.forCode(in.readInt16("errorCode"));
      sessionId = in.readInt32("sessionId");
    }
    start = in.position();
    readTopicCount();
    while (nextTopic()) {
      // Only to see that it can be read.
    }
    if (flexible) {
      readTags();
    }
  }

  private void readTags() {
    for (int left = in.readTagCount("FetchResponse"); left > 0; left--) {
      int tag = in.readTag("FetchResponse");
      int end = in.readTagEnd("FetchResponse");
      if (tag == 0 && version >= FIRST_VERSION_WITH_NODES) {
        nodes = in.readList("nodeEndpoints", true, LEAST_NODE_BYTES, version, NodeEndpoint::new);
        in.endTag("nodeEndpoints", end);
      } else {
        in.skipTo(end);
      }
    }
  }

  /** Goes back before the first topic. */
  void rewind() {
    in.skipTo(start);
    readTopicCount();
  }

  private void readTopicCount() {
    inTopic = false;
    topicsLeft = in.readCount("responses", flexible, leastTopicBytes());
  }

  private int leastTopicBytes() {
    if (version > LAST_VERSION_WITH_NAMES) {
      return 18;
    }
    return flexible ? 3 : 6;
  }

  private int leastPartitionBytes() {
    if (flexible) {
      return 37;
    }
    return version >= FIRST_VERSION_WITH_REPLICAS
        ? 42
        : version >= FIRST_VERSION_WITH_LOG_START ? 38 : 30;
  }

  /** Goes on to the next topic, past what was not read of this one; false if there is none. */
  boolean nextTopic() {
    while (inTopic && nextPartition()) {
      // Passed over.
    }
    if (topicsLeft == 0) {
      return false;
    }
    topicsLeft--;
    readTopic();
    return true;
  }

  private void readTopic() {
    if (version <= LAST_VERSION_WITH_NAMES) {
      topicName = in.readString("topic", flexible);
      topicId = ApiMessage.ZERO_UUID;
    } else {
      topicName = "";
      topicId = in.readUuid("topicId");
    }
    partitionsLeft = in.readCount("partitions", flexible, leastPartitionBytes());
    inTopic = true;
  }

  /** Goes on to the next partition of the topic at hand; false if there is none. */
  boolean nextPartition() {
    if (partitionsLeft == 0) {
      if (inTopic && flexible) {
        in.skipTags("FetchableTopicResponse");
      }
      inTopic = false;
      return false;
    }
    partitionsLeft--;
    readPartition();
    return true;
  }

  private void readPartition() {
    partition = in.readInt32("partitionIndex");
    partitionError = ErrorCode.forCode(in.readInt16("errorCode"));
    highWatermark = in.readInt64("highWatermark");
    lastStableOffset = in.readInt64("lastStableOffset");
    logStartOffset =
        version >= FIRST_VERSION_WITH_LOG_START ? in.readInt64("logStartOffset") : NO_OFFSET;
    abortedTransactions =
        in.readNullableList(
            "abortedTransactions", flexible, flexible ? 17 : 16, version, AbortedTransaction::new);
    preferredReplica =
        version >= FIRST_VERSION_WITH_REPLICAS ? in.readInt32("preferredReadReplica") : NO_REPLICA;
    recordsBytes = Math.max(0, in.skipNullableBytes("records", flexible));
    recordsEnd = in.position();
    leaderId = NO_LEADER;
    leaderEpoch = NO_LEADER;
    if (flexible) {
      readPartitionTags();
    }
  }

  private void readPartitionTags() {
    for (int left = in.readTagCount("PartitionData"); left > 0; left--) {
      int tag = in.readTag("PartitionData");
      int end = in.readTagEnd("PartitionData");
      switch (tag) {
        case CURRENT_LEADER -> {
          leaderId = in.readInt32("leaderId");
          leaderEpoch = in.readInt32("leaderEpoch");
          endStruct("currentLeader", end);
        }
        case DIVERGING_EPOCH, SNAPSHOT_ID -> {
          // for followers; still it has to be sound
          in.skipTo(in.position() + Math.min(in.remaining(), Integer.BYTES + Long.BYTES));
          endStruct("divergingEpoch or snapshotId", end);
        }
        default -> in.skipTo(end);
      }
    }
  }

  private void endStruct(String field, int end) {
    in.skipTags(field);
    in.endTag(field, end);
  }

  @Override
  public int throttleTimeMs() {
    return throttleTimeMs;
  }

  /** Of the whole session. */
  ErrorCode error() {
    return error;
  }

  /** 0 if the broker holds no session. */
  int sessionId() {
    return sessionId;
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
    return topicId;
  }

  int partition() {
    return partition;
  }

  /** Of the partition at hand, as what follows. */
  ErrorCode partitionError() {
    return partitionError;
  }

  long highWatermark() {
    return highWatermark;
  }

  long lastStableOffset() {
    return lastStableOffset;
  }

  /** -1 in versions that do not say. */
  long logStartOffset() {
    return logStartOffset;
  }

  /** Null unless read_committed was asked for. */
  List<AbortedTransaction> abortedTransactions() {
    return abortedTransactions;
  }

  /** The replica to fetch from instead (KIP-392), or -1. */
  int preferredReplica() {
    return preferredReplica;
  }

  boolean hasRecords() {
    return recordsBytes > 0;
  }

  /** A slice of the answer; empty if there are none. */
  ByteBuffer records() {
    return hasRecords()
        ? in.slice(recordsEnd - recordsBytes, recordsBytes)
        : ApiMessage.EMPTY_BUFFER;
  }

  /** The partition's leader (KIP-951), -1 if the answer does not say. */
  int leaderId() {
    return leaderId;
  }

  int leaderEpoch() {
    return leaderEpoch;
  }
}
