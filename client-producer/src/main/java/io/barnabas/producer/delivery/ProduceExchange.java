package io.barnabas.producer.delivery;

import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.producer.batch.TopicQueue;
import io.barnabas.producer.result.Written;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ProduceRequest;
import io.barnabas.protocol.message.ProduceRequest.PartitionProduceData;
import io.barnabas.protocol.message.ProduceRequest.TopicProduceData;
import io.barnabas.protocol.message.ProduceResponse;
import io.barnabas.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.barnabas.protocol.message.ProduceResponse.TopicProduceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One produce request and its answer, in which brokers are not trusted to keep order. Loop thread
 * only.
 */
final class ProduceExchange implements ResponseHandler<ProduceResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(ProduceExchange.class);

  private static final short LAST_VERSION_WITH_NAMES = 12;

  private final int nodeId;
  private final Settlement settlement;
  private final List<Shipment> shipments = new ArrayList<>();
  private final List<TopicQueue> topics = new ArrayList<>();
  private final List<TopicProduceData> topicData = new ArrayList<>();
  private int sizeInBytes;

  ProduceExchange(int nodeId, Settlement settlement) {
    this.nodeId = nodeId;
    this.settlement = settlement;
  }

  boolean isEmpty() {
    return shipments.isEmpty();
  }

  int sizeInBytes() {
    return sizeInBytes;
  }

  void add(PartitionDelivery delivery) {
    Shipment shipment = delivery.depart(this);
    shipments.add(shipment);
    sizeInBytes += shipment.batch().sizeInBytes();
    dataOf(delivery)
        .partitionData()
        .add(
            new PartitionProduceData()
                .index(delivery.queue().topicPartition().partition())
                .records(shipment.records()));
  }

  private TopicProduceData dataOf(PartitionDelivery delivery) {
    TopicQueue topic = delivery.queue().topic();
    int at = topics.lastIndexOf(topic);
    if (at >= 0) {
      return topicData.get(at);
    }
    topics.add(topic);
    TopicProduceData data =
        new TopicProduceData()
            .name(topic.name())
            .topicId(delivery.topicId())
            .partitionData(new ArrayList<>());
    topicData.add(data);
    return data;
  }

  ProduceRequest request(short acks, int timeoutMs) {
    return new ProduceRequest().acks(acks).timeoutMs(timeoutMs).topicData(topicData);
  }

  /** From version 13 on topics go by their id, which must be known then. */
  short maxVersion() {
    for (TopicProduceData topic : topicData) {
      if (topic.topicId().equals(ApiMessage.ZERO_UUID)) {
        return LAST_VERSION_WITH_NAMES;
      }
    }
    return ApiKey.PRODUCE.highestStableVersion();
  }

  /** For requests that are not answered: written is all there is to know. */
  ResponseHandler<Void> untilWritten() {
    return new ResponseHandler<>() {
      @Override
      public void onResponse(Void nothing) {
        Answer written = Answer.none(ErrorCode.NONE, null, Written.SURELY);
        settleRest(written);
      }

      @Override
      public void onFailure(RequestFailure failure) {
        ProduceExchange.this.onFailure(failure);
      }
    };
  }

  @Override
  public void onResponse(ProduceResponse response) {
    settlement.learnNodes(response.nodeEndpoints());
    for (TopicProduceResponse topic : response.responses()) {
      TopicQueue queue = find(topic.topicId(), topic.name());
      for (PartitionProduceResponse partition : topic.partitionResponses()) {
        settle(queue, partition);
      }
    }
    settleRest(
        Answer.none(
            ErrorCode.NETWORK_EXCEPTION,
            "Node " + nodeId + " left the partition out of its answer",
            Written.PERHAPS));
  }

  private TopicQueue find(UUID id, String name) {
    for (int i = 0; i < topics.size(); i++) {
      TopicProduceData sent = topicData.get(i);
      boolean sameId = id.equals(sent.topicId()) && id.getMostSignificantBits() != 0;
      if (sameId || sent.name().equals(name)) {
        return topics.get(i);
      }
    }
    return null;
  }

  private void settle(TopicQueue topic, PartitionProduceResponse answer) {
    Shipment shipment = topic == null ? null : settlement.find(topic, answer.index(), this);
    if (shipment == null) {
      LOG.warn("Node {} answered for a partition that was not asked for: {}", nodeId, answer);
      return;
    }
    settlement.learnLeader(shipment, answer.currentLeader());
    settlement.settle(shipment, Answer.of(answer));
  }

  @Override
  public void onFailure(RequestFailure failure) {
    settleRest(answerFor(failure));
  }

  private Answer answerFor(RequestFailure failure) {
    Written written = failure.maybeSent() ? Written.PERHAPS : Written.SURELY_NOT;
    if (failure.cause() instanceof TimeoutException) {
      return Answer.none(
          ErrorCode.REQUEST_TIMED_OUT,
          "Disconnected from node " + nodeId + " due to timeout",
          written);
    }
    if (failure.cause() instanceof DisconnectException) {
      return Answer.none(ErrorCode.NETWORK_EXCEPTION, "Disconnected from node " + nodeId, written);
    }
    return Answer.none(failure.cause(), written);
  }

  /** All that nothing was said of. */
  private void settleRest(Answer answer) {
    for (Shipment shipment : shipments) {
      if (shipment.isIn(this)) {
        settlement.settle(shipment, answer);
      }
    }
  }
}
