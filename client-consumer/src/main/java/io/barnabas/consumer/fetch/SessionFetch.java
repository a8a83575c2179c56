package io.barnabas.consumer.fetch;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.message.FetchRequest.ForgottenTopic;
import java.util.List;

/**
 * A fetch request, written straight from the cursors that it asks for. Its bytes are those of the
 * generated message. Loop thread only.
 *
 * @param maxBytes how large the answer may be
 * @param topics the cursors to fetch, those of one topic together
 * @param forgotten what the session is to hold no longer
 */
record SessionFetch(
    FetchSettings settings,
    int maxBytes,
    int sessionId,
    int sessionEpoch,
    List<List<FetchCursor>> topics,
    List<ForgottenTopic> forgotten)
    implements ApiRequest<SessionAnswer> {

  static final short LOWEST_VERSION = 4;
  static final short HIGHEST_VERSION = 18;
  static final short FIRST_VERSION_WITH_LOG_START = 5;
  static final short FIRST_VERSION_WITH_SESSIONS = 7;
  static final short FIRST_VERSION_WITH_REPLICAS = 11;
  static final short FIRST_FLEXIBLE_VERSION = 12;
  static final short LAST_VERSION_WITH_NAMES = 12;

  private static final short FIRST_VERSION_WITH_EPOCHS = 9;
  private static final short LAST_VERSION_WITH_REPLICA_ID = 14;

  private static final int NO_REPLICA = -1;
  private static final int NO_EPOCH = -1;
  private static final long NO_OFFSET = -1;
  private static final byte READ_COMMITTED = 1;
  private static final byte READ_UNCOMMITTED = 0;

  @Override
  public ApiKey apiKey() {
    return ApiKey.FETCH;
  }

  @Override
  public SessionAnswer newResponse() {
    return new SessionAnswer();
  }

  @Override
  public short lowestVersion() {
    return LOWEST_VERSION;
  }

  @Override
  public short highestVersion() {
    return HIGHEST_VERSION;
  }

  @Override
  public void read(ByteReader in, short version) {
    throw new UnsupportedOperationException("A request is written only");
  }

  @Override
  public void write(ByteWriter out, short version) {
    requireVersion(version);
    if (version <= LAST_VERSION_WITH_REPLICA_ID) {
      out.writeInt32(NO_REPLICA);
    }
    out.writeInt32(settings.maxWaitMs());
    out.writeInt32(settings.minBytes());
    out.writeInt32(maxBytes);
    out.writeInt8(settings.readCommitted() ? READ_COMMITTED : READ_UNCOMMITTED);
    if (version >= FIRST_VERSION_WITH_SESSIONS) {
      out.writeInt32(sessionId);
      out.writeInt32(sessionEpoch);
    }
    boolean flexible = isFlexible(version);
    out.writeList("topics", topics, flexible, version, this::writeTopic);
    if (version >= FIRST_VERSION_WITH_SESSIONS) {
      out.writeList("forgottenTopicsData", forgotten, flexible, version, ForgottenTopic::write);
    }
    if (version >= FIRST_VERSION_WITH_REPLICAS) {
      out.writeString("rackId", settings.rack(), flexible);
    }
    out.writeNoTags(isFlexible(version));
  }

  private void writeTopic(List<FetchCursor> cursors, ByteWriter out, short version) {
    FetchCursor first = cursors.get(0);
    boolean flexible = isFlexible(version);
    if (version <= LAST_VERSION_WITH_NAMES) {
      out.writeString("topic", first.topicPartition.topic(), flexible);
    } else {
      out.writeUuid(first.topicId());
    }
    out.writeList("partitions", cursors, flexible, version, this::writePartition);
    out.writeNoTags(isFlexible(version));
  }

  private void writePartition(FetchCursor cursor, ByteWriter out, short version) {
    out.writeInt32(cursor.topicPartition.partition());
    if (version >= FIRST_VERSION_WITH_EPOCHS) {
      out.writeInt32(cursor.leader.epoch());
    }
    out.writeInt64(cursor.sentOffset);
    if (version >= FIRST_FLEXIBLE_VERSION) {
      out.writeInt32(NO_EPOCH); // of the last fetched record: for followers
    }
    if (version >= FIRST_VERSION_WITH_LOG_START) {
      out.writeInt64(NO_OFFSET);
    }
    out.writeInt32(settings.maxPartitionBytes());
    out.writeNoTags(isFlexible(version));
  }

  private static boolean isFlexible(short version) {
    return version >= FIRST_FLEXIBLE_VERSION;
  }
}
