package io.barnabas.producer.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.MalformedMessageException;
import io.barnabas.protocol.message.ProduceResponse;
import io.barnabas.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.barnabas.protocol.message.ProduceResponse.NodeEndpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.LeaderIdAndEpoch;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Read in place, an answer says what the generated message says, and as little can break it. */
class ShipmentAnswersTest {
  private static final int DAMAGED = 3_000;

  static List<Short> versions() {
    List<Short> versions = new ArrayList<>();
    for (short each = ProduceResponseData.LOWEST_SUPPORTED_VERSION;
        each <= ProduceResponseData.HIGHEST_SUPPORTED_VERSION;
        each++) {
      versions.add(each);
    }
    return versions;
  }

  @ParameterizedTest
  @MethodSource("versions")
  void itSaysWhatKafkaClientsWrote(short version) {
    byte[] bytes = bytes(version);

    List<String> read = inPlace(bytes, version);

    assertEquals(asMessage(bytes, version), read);
    assertEquals(version < 10 ? 4 : 5, read.size());
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
      assertEquals(verdict(damaged, version, true), verdict(damaged, version, false));
    }
  }

  @Test
  void anEmptyAnswerHasNoPartition() {
    ProduceResponseData nothing = new ProduceResponseData().setThrottleTimeMs(7);
    ShipmentAnswers answers = read(bytes(nothing, (short) 13), (short) 13);

    answers.rewind();

    assertFalse(answers.next());
    assertEquals(7, answers.throttleTimeMs());
  }

  private static List<String> verdict(byte[] bytes, short version, boolean inPlace) {
    try {
      return inPlace ? inPlace(bytes, version) : asMessage(bytes, version);
    } catch (MalformedMessageException e) {
      return List.of("malformed");
    }
  }

  private static ShipmentAnswers read(byte[] bytes, short version) {
    ShipmentAnswers answers = new ShipmentAnswers();
    ByteReader in = new ByteReader(ByteBuffer.wrap(bytes));
    answers.read(in, version);
    in.requireFullyRead("answer");
    return answers;
  }

  private static List<String> inPlace(byte[] bytes, short version) {
    ShipmentAnswers answers = read(bytes, version);
    List<String> all = new ArrayList<>();
    all.add("throttled " + answers.throttleTimeMs());
    answers.nodes().forEach(node -> all.add(node.toString()));
    answers.rewind();
    while (answers.next()) {
      all.add(
          line(
              answers.topicName(),
              answers.topicId(),
              answers.partition(),
              answers.errorCode(),
              answers.baseOffset(),
              answers.logAppendTimeMs(),
              answers.recordErrors().stream().map(BatchIndexAndErrorMessage::toString).toList(),
              answers.errorMessage(),
              answers.leaderId(),
              answers.leaderEpoch()));
    }
    return all;
  }

  private static List<String> asMessage(byte[] bytes, short version) {
    ByteReader in = new ByteReader(ByteBuffer.wrap(bytes));
    ProduceResponse response = new ProduceResponse(in, version);
    in.requireFullyRead("answer");
    List<String> all = new ArrayList<>();
    all.add("throttled " + response.throttleTimeMs());
    response.nodeEndpoints().stream().map(NodeEndpoint::toString).forEach(all::add);
    for (ProduceResponse.TopicProduceResponse topic : response.responses()) {
      for (ProduceResponse.PartitionProduceResponse each : topic.partitionResponses()) {
        all.add(
            line(
                topic.name(),
                topic.topicId(),
                each.index(),
                each.errorCode(),
                each.baseOffset(),
                each.logAppendTimeMs(),
                each.recordErrors().stream().map(BatchIndexAndErrorMessage::toString).toList(),
                each.errorMessage(),
                each.currentLeader().leaderId(),
                each.currentLeader().leaderEpoch()));
      }
    }
    return all;
  }

  private static String line(Object... fields) {
    return Arrays.toString(fields);
  }

  /** Two topics: one of two partitions, of which one is refused in all detail; and an empty one. */
  private static byte[] bytes(short version) {
    PartitionProduceResponse written =
        new PartitionProduceResponse().setIndex(1).setBaseOffset(77).setLogAppendTimeMs(99);
    PartitionProduceResponse refused =
        new PartitionProduceResponse().setIndex(2).setErrorCode((short) 6).setBaseOffset(-1);
    ProduceResponseData data = new ProduceResponseData().setThrottleTimeMs(12);
    if (version >= 8) {
      refused.setErrorMessage("no");
      refused
          .recordErrors()
          .add(
              new ProduceResponseData.BatchIndexAndErrorMessage()
                  .setBatchIndex(3)
                  .setBatchIndexErrorMessage("worse"));
    }
    if (version >= 10) {
      refused.setCurrentLeader(new LeaderIdAndEpoch().setLeaderId(4).setLeaderEpoch(5));
      data.nodeEndpoints()
          .add(new ProduceResponseData.NodeEndpoint().setNodeId(4).setHost("h").setPort(9092));
    }
    data.responses()
        .add(topic("t", new Uuid(1, 2)).setPartitionResponses(List.of(written, refused)));
    data.responses().add(topic("none", new Uuid(3, 4)));
    data.responses()
        .add(
            topic("u", new Uuid(5, 6))
                .setPartitionResponses(List.of(new PartitionProduceResponse())));
    return bytes(data, version);
  }

  private static TopicProduceResponse topic(String name, Uuid id) {
    return new TopicProduceResponse().setName(name).setTopicId(id);
  }

  private static byte[] bytes(ProduceResponseData data, short version) {
    ObjectSerializationCache cache = new ObjectSerializationCache();
    ByteBuffer out = ByteBuffer.allocate(data.size(cache, version));
    data.write(new ByteBufferAccessor(out), cache, version);
    return out.array();
  }
}
