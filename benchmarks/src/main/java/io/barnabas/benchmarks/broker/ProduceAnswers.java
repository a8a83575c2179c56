package io.barnabas.benchmarks.broker;

import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Takes a Produce request of version 13 apart while it writes the answer: of the records only the
 * counts in the batch headers are read. Sink thread only.
 */
final class ProduceAnswers {
  private static final int LOG_OVERHEAD = 12;
  private static final int LENGTH = 8;
  private static final int RECORD_COUNT = 57;

  private final SinkTopic topic;
  private final SinkCounters counters;

  /** Null unless batches are to be checked. */
  private final ProduceValidator validator;

  ProduceAnswers(SinkTopic topic, SinkCounters counters, ProduceValidator validator) {
    this.topic = topic;
    this.counters = counters;
    this.validator = validator;
  }

  /** Writes the body of the answer; false if the producer wants none. */
  boolean answer(ByteReader in, ByteWriter out) {
    in.readNullableString("transactionalId", true);
    short acks = in.readInt16("acks");
    in.readInt32("timeoutMs");
    int topicsPlusOne = in.readUnsignedVarint("topicData");
    out.writeUnsignedVarint(topicsPlusOne);
    for (int i = 1; i < topicsPlusOne; i++) {
      answerTopic(in, out);
    }
    out.writeInt32(0); // throttle time
    out.writeUnsignedVarint(0); // tagged fields
    counters.addProduceRequest();
    return acks != 0;
  }

  private void answerTopic(ByteReader in, ByteWriter out) {
    UUID topicId = in.readUuid("topicId");
    out.writeUuid(topicId);
    int partitionsPlusOne = in.readUnsignedVarint("partitionData");
    out.writeUnsignedVarint(partitionsPlusOne);
    for (int i = 1; i < partitionsPlusOne; i++) {
      int partition = in.readInt32("index");
      ByteBuffer records = in.readNullableRecords("records", true);
      in.skipTags("partitionData");
      if (topic.has(topicId, partition)) {
        writePartition(out, partition, ErrorCode.NONE, take(partition, records));
      } else {
        counters.addError();
        writePartition(out, partition, ErrorCode.UNKNOWN_TOPIC_ID, -1);
      }
    }
    in.skipTags("topicData");
    out.writeUnsignedVarint(0);
  }

  private long take(int partition, ByteBuffer records) {
    if (validator != null) {
      validator.check(partition, records);
    }
    int count = countOf(records);
    counters.addProduced(count);
    return topic.append(partition, count);
  }

  private static int countOf(ByteBuffer records) {
    int count = 0;
    int batch = records.position();
    while (batch < records.limit()) {
      count += records.getInt(batch + RECORD_COUNT);
      batch += LOG_OVERHEAD + records.getInt(batch + LENGTH);
    }
    return count;
  }

  private static void writePartition(
      ByteWriter out, int partition, ErrorCode error, long baseOffset) {
    out.writeInt32(partition);
    out.writeInt16(error.code());
    out.writeInt64(baseOffset);
    out.writeInt64(-1); // log append time
    out.writeInt64(0); // log start offset
    out.writeUnsignedVarint(1); // no record errors
    out.writeUnsignedVarint(0); // no message
    out.writeUnsignedVarint(0); // tagged fields
  }
}
