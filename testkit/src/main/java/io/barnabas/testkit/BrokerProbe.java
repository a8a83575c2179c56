package io.barnabas.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.ResponseHeader;

/** Asks one broker, on a connection of its own, what it knows of the cluster. Stateless. */
final class BrokerProbe {
  private static final short VERSION = 12;
  private static final int TIMEOUT_MS = 1_000;

  private BrokerProbe() {}

  /**
   * The node ids of the brokers that are alive.
   *
   * @throws IOException if the broker does not answer within a second
   */
  static Set<Integer> liveBrokers(int port) throws IOException {
    return metadata(port, List.of()).brokers().stream()
        .map(MetadataResponseBroker::nodeId)
        .collect(Collectors.toSet());
  }

  /** The leaders' node ids by partition, without partitions that have none. */
  static Map<Integer, Integer> leaders(int port, String topic) throws IOException {
    return metadata(port, List.of(new MetadataRequestTopic().setName(topic))).topics().stream()
        .flatMap(each -> each.partitions().stream())
        .filter(partition -> partition.leaderId() >= 0)
        .collect(
            Collectors.toMap(
                MetadataResponsePartition::partitionIndex, MetadataResponsePartition::leaderId));
  }

  private static MetadataResponseData metadata(int port, List<MetadataRequestTopic> topics)
      throws IOException {
    MetadataRequestData request =
        new MetadataRequestData().setTopics(topics).setAllowAutoTopicCreation(false);
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.connect(new InetSocketAddress(BrokerAddress.HOST, port), TIMEOUT_MS);
      socket.getOutputStream().write(frame(request));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      ByteBuffer response = ByteBuffer.wrap(in.readNBytes(in.readInt()));
      ResponseHeader.parse(response, ApiKeys.METADATA.responseHeaderVersion(VERSION));
      return new MetadataResponseData(new ByteBufferAccessor(response), VERSION);
    }
  }

  private static byte[] frame(MetadataRequestData request) {
    RequestHeader header = new RequestHeader(ApiKeys.METADATA, VERSION, "testkit-probe", 1);
    ByteBuffer bytes =
        RequestUtils.serialize(header.data(), header.headerVersion(), request, VERSION);
    return ByteBuffer.allocate(4 + bytes.remaining()).putInt(bytes.remaining()).put(bytes).array();
  }
}
