package io.barnabas.benchmarks.broker;

import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Answers the Fetch requests of one connection, versions 15 to 17, with canned batches at the
 * offsets asked for. Keeps one fetch session (KIP-227) as a broker does: what it holds changes by
 * requests alone. Sink thread only.
 */
final class FetchAnswers {
  private static final int SESSION_ID = 1;
  private static final int FULL_FETCH = 0;
  private static final int NO_SESSION = -1;

  /** Below this a copy is cheaper than a buffer of its own in a gathered write. */
  private static final int COPIED_BYTES = 4 * 1024;

  /** What goes on to be served before any client notices an end. */
  private static final long RECORDS_AHEAD = 1_000_000_000L;

  private static final class Served {
    private long offset;
    private int maxBytes;
  }

  private final SinkTopic topic;
  private final SinkSettings settings;
  private final ByteBuffer batch;
  private final SinkCounters counters;
  private final Map<Integer, Served> session = new LinkedHashMap<>();

  /** Of every partition ever asked for, unless {@link #copied} serves them all. */
  private final Map<Integer, CannedBatches> canned = new HashMap<>();

  /** Serves all partitions where answers are so small that they are copied; otherwise null. */
  private final CannedBatches copied;

  private int maxBytes;
  private int sessionEpoch;
  private int expectedEpoch;

  FetchAnswers(SinkTopic topic, SinkSettings settings, ByteBuffer batch, SinkCounters counters) {
    this.topic = topic;
    this.settings = settings;
    this.batch = batch;
    this.counters = counters;
    this.copied = isCopied() ? canned() : null;
  }

  private boolean isCopied() {
    return batch.remaining() * settings.batchesPerAnswer() <= COPIED_BYTES;
  }

  private CannedBatches canned() {
    return new CannedBatches(batch, settings.recordsPerBatch(), settings.batchesPerAnswer());
  }

  /** Writes the body of the answer. Records in it must have been sent before the next call. */
  void answer(ByteReader in, ByteWriter out) {
    ErrorCode error = read(in);
    boolean serves = error == ErrorCode.NONE && !session.isEmpty();
    out.writeInt32(0); // throttle time
    out.writeInt16(error.code());
    out.writeInt32(sessionEpoch == NO_SESSION ? 0 : SESSION_ID);
    out.writeUnsignedVarint(serves ? 2 : 1);
    if (serves) {
      out.writeUuid(topic.id());
      out.writeUnsignedVarint(session.size() + 1);
      int budget = maxBytes / session.size();
      session.forEach((partition, served) -> write(out, partition, served, budget));
      out.writeUnsignedVarint(0); // tagged fields of the topic
    }
    out.writeUnsignedVarint(0); // tagged fields
    counters.addFetchRequest();
  }

  private ErrorCode read(ByteReader in) {
    in.readInt32("maxWaitMs");
    in.readInt32("minBytes");
    maxBytes = in.readInt32("maxBytes");
    in.readInt8("isolationLevel");
    in.readInt32("sessionId");
    sessionEpoch = in.readInt32("sessionEpoch");
    if (sessionEpoch == FULL_FETCH || sessionEpoch == NO_SESSION) {
      session.clear();
    } else if (sessionEpoch != expectedEpoch) {
      counters.addError();
      return ErrorCode.INVALID_FETCH_SESSION_EPOCH;
    }
    expectedEpoch = sessionEpoch + 1;
    readWanted(in);
    readForgotten(in);
    return ErrorCode.NONE;
  }

  private void readWanted(ByteReader in) {
    int topicsPlusOne = in.readUnsignedVarint("topics");
    for (int i = 1; i < topicsPlusOne; i++) {
      UUID topicId = in.readUuid("topicId");
      int partitionsPlusOne = in.readUnsignedVarint("partitions");
      for (int j = 1; j < partitionsPlusOne; j++) {
        readPartition(in, topicId);
      }
      in.skipTags("topics");
    }
  }

  private void readPartition(ByteReader in, UUID topicId) {
    int partition = in.readInt32("partition");
    in.readInt32("currentLeaderEpoch");
    long offset = in.readInt64("fetchOffset");
    in.readInt32("lastFetchedEpoch");
    in.readInt64("logStartOffset");
    int partitionMaxBytes = in.readInt32("partitionMaxBytes");
    in.skipTags("partitions");
    if (topic.has(topicId, partition)) {
      Served served = session.computeIfAbsent(partition, ignored -> new Served());
      served.offset = offset;
      served.maxBytes = partitionMaxBytes;
    } else {
      counters.addError();
    }
  }

  private void readForgotten(ByteReader in) {
    int topicsPlusOne = in.readUnsignedVarint("forgottenTopicsData");
    for (int i = 1; i < topicsPlusOne; i++) {
      in.readUuid("topicId");
      int partitionsPlusOne = in.readUnsignedVarint("partitions");
      for (int j = 1; j < partitionsPlusOne; j++) {
        session.remove(in.readInt32("partition"));
      }
      in.skipTags("forgottenTopicsData");
    }
  }

  private void write(ByteWriter out, int partition, Served served, int budget) {
    CannedBatches batches =
        copied != null ? copied : canned.computeIfAbsent(partition, ignored -> canned());
    ByteBuffer records = batches.from(served.offset, Math.min(served.maxBytes, budget));
    long highWatermark = served.offset + RECORDS_AHEAD;
    out.writeInt32(partition);
    out.writeInt16(ErrorCode.NONE.code());
    out.writeInt64(highWatermark);
    out.writeInt64(highWatermark); // last stable offset
    out.writeInt64(0); // log start offset
    out.writeUnsignedVarint(0); // no aborted transactions
    out.writeInt32(-1); // no preferred replica
    if (copied == null) {
      out.writeRecords("records", records, true);
    } else {
      out.writeByteBuffer("records", records, true);
    }
    out.writeUnsignedVarint(0); // tagged fields
    counters.addServed(batches.recordsIn(records));
  }
}
