package io.barnabas.producer.delivery;

import io.barnabas.producer.batch.ProducerBatch;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import java.util.List;

/**
 * A produce request, written straight from the batches that it carries, which stay where they are.
 * Its bytes are those of the generated message. Loop thread only.
 *
 * @param transactionalId null without transactions
 * @param acks -1 for all
 * @param timeoutMs how long the broker may wait for its replicas
 */
record ShipmentRequest(
    String transactionalId, short acks, int timeoutMs, List<TopicShipments> topics)
    implements ApiRequest<ShipmentAnswers> {

  static final short LOWEST_VERSION = 3;
  static final short HIGHEST_VERSION = 13;
  static final short FIRST_FLEXIBLE_VERSION = 9;
  static final short LAST_VERSION_WITH_NAMES = 12;

  @Override
  public ApiKey apiKey() {
    return ApiKey.PRODUCE;
  }

  @Override
  public ShipmentAnswers newResponse() {
    return new ShipmentAnswers();
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
    boolean flexible = isFlexible(version);
    out.writeNullableString("transactionalId", transactionalId, flexible);
    out.writeInt16(acks);
    out.writeInt32(timeoutMs);
    out.writeList("topicData", topics, flexible, version, ShipmentRequest::writeTopic);
    out.writeNoTags(isFlexible(version));
  }

  private static void writeTopic(TopicShipments topic, ByteWriter out, short version) {
    boolean flexible = isFlexible(version);
    if (version <= LAST_VERSION_WITH_NAMES) {
      out.writeString("name", topic.topic().name(), flexible);
    } else {
      out.writeUuid(topic.id());
    }
    out.writeList(
        "partitionData", topic.shipments(), flexible, version, ShipmentRequest::writePartition);
    out.writeNoTags(isFlexible(version));
  }

  private static void writePartition(Shipment shipment, ByteWriter out, short version) {
    ProducerBatch batch = shipment.batch();
    out.writeInt32(batch.topicPartition().partition());
    batch.writeTo(out, isFlexible(version));
    out.writeNoTags(isFlexible(version));
  }

  private static boolean isFlexible(short version) {
    return version >= FIRST_FLEXIBLE_VERSION;
  }
}
