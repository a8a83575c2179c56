package io.barnabas.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ThrottledResponse;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.io.MalformedMessageException;
import io.barnabas.protocol.io.UnsupportedFieldException;
import io.barnabas.protocol.message.FetchResponse.FetchableTopicResponse;
import io.barnabas.protocol.message.FetchResponse.PartitionData;
import io.barnabas.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.barnabas.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.barnabas.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is promised of generated messages beyond their bytes. */
class MessageTest {

  @Test
  void valueThatAVersionCannotCarryIsRefusedWithFieldAndVersion() {
    MetadataRequest request = new MetadataRequest().allowAutoTopicCreation(false);

    UnsupportedFieldException refused =
        assertThrows(UnsupportedFieldException.class, () -> encode(request, 3));
    assertEquals("MetadataRequest.allowAutoTopicCreation", refused.field());
    assertEquals(3, refused.version());
    assertEquals(
        "Version 3 cannot carry MetadataRequest.allowAutoTopicCreation", refused.getMessage());
  }

  @Test
  void ignorableValueIsDropped() {
    MetadataResponse response = new MetadataResponse().throttleTimeMs(5);

    assertEquals(0, decode(new MetadataResponse(), encode(response, 2), 2).throttleTimeMs());
    assertEquals(5, decode(new MetadataResponse(), encode(response, 3), 3).throttleTimeMs());
  }

  @Test
  void nullThatAVersionDoesNotKnowIsRefusedWithFieldAndVersion() {
    MetadataRequest all = new MetadataRequest().topics(null);

    UnsupportedFieldException refused =
        assertThrows(UnsupportedFieldException.class, () -> encode(all, 0));
    assertEquals("MetadataRequest.topics", refused.field());
    assertNull(decode(new MetadataRequest(), encode(all, 1), 1).topics());
  }

  @Test
  void errorInAStructNamesMessageStructAndField() {
    byte[] nullName = HexFormat.of().parseHex("00000001ffff");

    MalformedMessageException refused =
        assertThrows(
            MalformedMessageException.class, () -> decode(new MetadataRequest(), nullName, 0));
    assertEquals("MetadataRequest.MetadataRequestTopic.name", refused.field());
    assertEquals(6, refused.offset());
  }

  @Test
  void countIsHeldAgainstTheSmallestElementOfTheVersion() {
    byte[] twoTopics = HexFormat.of().parseHex("0000000200000000");

    MalformedMessageException refused =
        assertThrows(
            MalformedMessageException.class, () -> decode(new CreateTopicsRequest(), twoTopics, 2));
    assertEquals("CreateTopicsRequest.topics", refused.field());
  }

  @Test
  void versionThatDoesNotExistIsRefusedByName() {
    MetadataRequest request = new MetadataRequest();

    for (short version : new short[] {-1, (short) (request.highestVersion() + 1)}) {
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> encode(request, version))
              .getMessage()
              .startsWith("MetadataRequest has versions 0 to"));
      assertThrows(
          IllegalArgumentException.class,
          () -> decode(new MetadataRequest(), new byte[100], version));
    }
  }

  @Test
  void repeatedTagIsTakenAsTheLastOne() {
    byte[] encoded = encode(new FetchRequest(), 12);
    byte[] twoClusterIds = HexFormat.of().parseHex("02" + "00020261" + "00020262");
    byte[] repeated = Arrays.copyOf(encoded, encoded.length - 1 + twoClusterIds.length);
    System.arraycopy(twoClusterIds, 0, repeated, encoded.length - 1, twoClusterIds.length);

    assertEquals("b", decode(new FetchRequest(), repeated, 12).clusterId());
  }

  @Test
  void finderLooksForTheKey() {
    MetadataResponseTopic b = new MetadataResponseTopic().name("b");
    MetadataResponse response =
        new MetadataResponse().topics(List.of(new MetadataResponseTopic().name("a"), b));

    assertSame(b, response.findTopics("b"));
    assertNull(response.findTopics("c"));
  }

  @Test
  void clientIdOfTheRequestHeaderIsNeverCompact() {
    RequestHeader header = new RequestHeader().clientId("id");

    assertEquals("0000000000000000" + "00026964" + "00", hex(encode(header, 2)));
  }

  @Test
  void recordsGoOutAndComeInWithoutACopy() {
    byte[] records = {1, 2, 3, 4};
    FetchResponse response =
        new FetchResponse()
            .responses(
                List.of(
                    new FetchableTopicResponse()
                        .partitions(
                            List.of(new PartitionData().records(ByteBuffer.wrap(records))))));
    ByteWriter out = new ByteWriter();
    response.write(out, (short) 11);
    assertTrue(List.of(out.buffers()).stream().anyMatch(buffer -> buffer.array() == records));

    byte[] frame = out.toByteArray();
    PartitionData decoded =
        decode(new FetchResponse(), frame, 11).responses().get(0).partitions().get(0);
    assertSame(frame, decoded.records().array());
    assertEquals(ByteBuffer.wrap(records), decoded.records());
  }

  @Test
  void fieldsStartWithTheDefaultsOfTheSpec() {
    assertEquals(-1, new MetadataResponse().controllerId());
    assertEquals(0x7fffffff, new FetchRequest().maxBytes());
    assertTrue(new MetadataRequest().allowAutoTopicCreation());
    assertNull(new PartitionData().records());
    assertSame(ApiMessage.ZERO_UUID, new MetadataResponseTopic().topicId());
    assertNull(new ConsumerGroupHeartbeatResponse().assignment());
  }

  @Test
  void textShowsValuesButNoBytesAndNoConfigValue() {
    SaslAuthenticateRequest sasl = new SaslAuthenticateRequest().authBytes("pw".getBytes());
    IncrementalAlterConfigsRequest alter =
        new IncrementalAlterConfigsRequest()
            .resources(
                List.of(
                    new AlterConfigsResource()
                        .resourceName("r")
                        .configs(List.of(new AlterableConfig().name("password").value("secret")))));

    assertEquals("SaslAuthenticateRequest(authBytes=2 bytes)", sasl.toString());
    assertTrue(alter.toString().contains("password"), alter::toString);
    assertFalse(alter.toString().contains("secret"), alter::toString);
  }

  @Test
  void throttledResponseCanBeAskedWithoutKnowingIt() {
    ThrottledResponse response = new MetadataResponse().throttleTimeMs(7);

    assertEquals(7, response.throttleTimeMs());
  }

  @Test
  void topicIdComesBackAsItWent() {
    UUID id = UUID.fromString("12345678-9abc-def0-1234-56789abcdef0");
    MetadataRequest request =
        new MetadataRequest().topics(List.of(new MetadataRequestTopic().name(null).topicId(id)));

    assertEquals(
        id, decode(new MetadataRequest(), encode(request, 12), 12).topics().get(0).topicId());
  }

  private static byte[] encode(ApiMessage message, int version) {
    ByteWriter out = new ByteWriter();
    message.write(out, (short) version);
    return out.toByteArray();
  }

  private static <T extends ApiMessage> T decode(T message, byte[] encoded, int version) {
    ByteReader in = new ByteReader(ByteBuffer.wrap(encoded));
    message.read(in, (short) version);
    in.requireFullyRead("test");
    return message;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
