package io.barnabas.consumer.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.MalformedMessageException;
import io.barnabas.protocol.message.FetchResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.LeaderIdAndEpoch;
import org.apache.kafka.common.message.FetchResponseData.NodeEndpoint;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Read in place, an answer says what the generated message says, and as little can break it. */
class SessionAnswerTest {
  private static final int DAMAGED = 3_000;

  static Stream<Short> versions() {
    return IntStream.rangeClosed(
            FetchResponseData.LOWEST_SUPPORTED_VERSION, FetchResponseData.HIGHEST_SUPPORTED_VERSION)
        .mapToObj(version -> (short) version);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void itSaysWhatKafkaClientsWrote(short version) {
    byte[] bytes = bytes(version);

    List<String> read = inPlace(bytes, version);

    assertEquals(asMessage(bytes, version), read);
    assertEquals(version < 16 ? 4 : 5, read.size());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aPartOfItIsMalformed(short version) {
    byte[] bytes = bytes(version);
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThrows(MalformedMessageException.class, () -> inPlace(part, version));
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void damagedItIsReadAsTheMessageIs(short version) {
    Random random = new Random(version);
    byte[] bytes = bytes(version);
    for (int i = 0; i < DAMAGED; i++) {
      byte[] damaged = bytes.clone();
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertEquals(verdict(damaged, version, false), verdict(damaged, version, true));
    }
  }

  @Test
  void whatIsNotWantedOfATopicIsPassedOver() {
    SessionAnswer answer = read(bytes((short) 17), (short) 17);
    answer.rewind();

    assertTrue(answer.nextTopic());
    assertTrue(answer.nextPartition());
    assertTrue(answer.nextTopic());
    assertFalse(answer.nextPartition());
    assertFalse(answer.nextPartition());
    assertTrue(answer.nextTopic());
    assertTrue(answer.nextPartition());
    assertFalse(answer.nextTopic());
  }

  private static List<String> verdict(byte[] bytes, short version, boolean inPlace) {
    try {
      return inPlace ? inPlace(bytes, version) : asMessage(bytes, version);
    } catch (MalformedMessageException e) {
      return List.of("malformed");
    }
  }

  private static SessionAnswer read(byte[] bytes, short version) {
    SessionAnswer answer = new SessionAnswer();
    ByteReader in = new ByteReader(ByteBuffer.wrap(bytes));
    answer.read(in, version);
    in.requireFullyRead("answer");
    return answer;
  }

  private static List<String> inPlace(byte[] bytes, short version) {
    SessionAnswer answer = read(bytes, version);
    List<String> all = new ArrayList<>();
    all.add(line(answer.throttleTimeMs(), answer.error(), answer.sessionId()));
    answer.nodes().forEach(node -> all.add(node.toString()));
    answer.rewind();
    while (answer.nextTopic()) {
      while (answer.nextPartition()) {
        all.add(
            line(
                answer.topicName(),
                answer.topicId(),
                answer.partition(),
                answer.partitionError(),
                answer.highWatermark(),
                answer.lastStableOffset(),
                answer.logStartOffset(),
                answer.abortedTransactions(),
                answer.preferredReplica(),
                answer.records(),
                answer.leaderId(),
                answer.leaderEpoch()));
      }
    }
    return all;
  }

  private static List<String> asMessage(byte[] bytes, short version) {
    ByteReader in = new ByteReader(ByteBuffer.wrap(bytes));
    FetchResponse response = new FetchResponse(in, version);
    in.requireFullyRead("answer");
    List<String> all = new ArrayList<>();
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    all.add(line(response.throttleTimeMs(), error, response.sessionId()));
    response.nodeEndpoints().forEach(node -> all.add(node.toString()));
    for (FetchResponse.FetchableTopicResponse topic : response.responses()) {
      for (FetchResponse.PartitionData each : topic.partitions()) {
        ByteBuffer records = each.records() == null ? ByteBuffer.allocate(0) : each.records();
        all.add(
            line(
                topic.topic(),
                topic.topicId(),
                each.partitionIndex(),
                ErrorCode.forCode(each.errorCode()),
                each.highWatermark(),
                each.lastStableOffset(),
                each.logStartOffset(),
                each.abortedTransactions(),
                each.preferredReadReplica(),
                records,
                each.currentLeader().leaderId(),
                each.currentLeader().leaderEpoch()));
      }
    }
    return all;
  }

  private static String line(Object... fields) {
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] instanceof ByteBuffer records) {
        byte[] copy = new byte[records.remaining()];
        records.duplicate().get(copy);
        fields[i] = Arrays.toString(copy);
      }
    }
    return Arrays.toString(fields);
  }

  /** Three topics: one of two partitions, the first with all there can be; an empty one; one. */
  private static byte[] bytes(short version) {
    PartitionData full =
        partition(1)
            .setHighWatermark(77)
            .setLastStableOffset(76)
            .setAbortedTransactions(
                List.of(new AbortedTransaction().setProducerId(5).setFirstOffset(6)))
            .setRecords(MemoryRecords.readableRecords(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    PartitionData refused = partition(2).setErrorCode((short) 6).setHighWatermark(-1);
    FetchResponseData data = new FetchResponseData().setThrottleTimeMs(12);
    if (version >= 5) {
      full.setLogStartOffset(70);
    }
    if (version >= 7) {
      data.setSessionId(8).setErrorCode((short) 71);
    }
    if (version >= 11) {
      full.setPreferredReadReplica(9);
    }
    if (version >= 12) {
      refused.setCurrentLeader(new LeaderIdAndEpoch().setLeaderId(4).setLeaderEpoch(5));
    }
    if (version >= 16) {
      data.nodeEndpoints().add(new NodeEndpoint().setNodeId(4).setHost("h").setPort(9092));
    }
    data.responses().add(topic("t", new Uuid(1, 2)).setPartitions(List.of(full, refused)));
    data.responses().add(topic("none", new Uuid(3, 4)));
    data.responses().add(topic("u", new Uuid(5, 6)).setPartitions(List.of(partition(0))));
    return bytes(data, version);
  }

  private static PartitionData partition(int index) {
    return new PartitionData().setPartitionIndex(index).setHighWatermark(3);
  }

  private static FetchableTopicResponse topic(String name, Uuid id) {
    return new FetchableTopicResponse().setTopic(name).setTopicId(id);
  }

  private static byte[] bytes(FetchResponseData data, short version) {
    ObjectSerializationCache cache = new ObjectSerializationCache();
    ByteBuffer out = ByteBuffer.allocate(data.size(cache, version));
    data.write(new ByteBufferAccessor(out), cache, version);
    return out.array();
  }
}
