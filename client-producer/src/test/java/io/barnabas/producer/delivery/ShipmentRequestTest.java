package io.barnabas.producer.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.producer.idempotence.ProducerIdentity;
import io.barnabas.protocol.compress.Compression;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we send is what kafka-clients would send, in every version. */
class ShipmentRequestTest {

  static List<Short> versions() {
    List<Short> versions = new ArrayList<>();
    for (short each = ProduceRequestData.LOWEST_SUPPORTED_VERSION;
        each <= ProduceRequestData.HIGHEST_SUPPORTED_VERSION;
        each++) {
      versions.add(each);
    }
    return versions;
  }

  @ParameterizedTest
  @MethodSource("versions")
  void itsBytesAreThoseOfKafkaClients(short version) throws Exception {
    byte[] ours = requestOfTwoPartitions().bytes(version);

    ProduceRequestData read =
        new ProduceRequestData(new ByteBufferAccessor(ByteBuffer.wrap(ours)), version);
    assertArrayEquals(bytes(read, version), ours);
    assertEquals(-1, read.acks());
    assertEquals(2000, read.timeoutMs());
    assertEquals(1, read.topicData().size());
    TopicProduceData topic = read.topicData().iterator().next();
    assertEquals(version < 13 ? "t" : "", topic.name());
    assertEquals(version < 13 ? Uuid.ZERO_UUID : new Uuid(1, 2), topic.topicId());
    assertEquals(2, topic.partitionData().size());
    for (int i = 0; i < 2; i++) {
      PartitionProduceData partition = topic.partitionData().get(i);
      assertEquals(i, partition.index());
      MemoryRecords records = (MemoryRecords) partition.records();
      records.batches().forEach(batch -> batch.ensureValid());
      assertEquals(i == 0 ? "a" : "b", value(records));
    }
  }

  @Test
  void versionsOutsideAreRefused() throws Exception {
    WiredProduce request = requestOfTwoPartitions();

    assertThrows(IllegalArgumentException.class, () -> request.bytes((short) 2));
    assertThrows(IllegalArgumentException.class, () -> request.bytes((short) 14));
  }

  private static WiredProduce requestOfTwoPartitions() throws Exception {
    ProducerIdentity identity = ProducerIdentity.transactional(() -> {});
    identity.assign(new ProducerId(7, (short) 3));
    SenderHarness harness = new SenderHarness(identity, TransactionGate.NONE, 2, Compression.NONE);
    harness.append(0, "a");
    harness.append(1, "b");
    harness.pollAfter(SenderHarness.LINGER_MS);
    return harness.brokers.next().wired();
  }

  private static String value(MemoryRecords records) {
    return new String(
        Utils.toArray(records.records().iterator().next().value()), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ProduceRequestData data, short version) {
    ObjectSerializationCache cache = new ObjectSerializationCache();
    ByteBuffer out = ByteBuffer.allocate(data.size(cache, version));
    data.write(new ByteBufferAccessor(out), cache, version);
    return out.array();
  }
}
