package io.barnabas.producer.delivery;

import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.producer.batch.TopicQueue;
import io.barnabas.producer.result.Written;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One produce request and its answer, in which brokers are not trusted to keep order. Loop thread
 * only.
 */
final class ProduceExchange implements ResponseHandler<ShipmentAnswers> {
  private static final Logger LOG = LoggerFactory.getLogger(ProduceExchange.class);

  private static final long UNKNOWN = -1;

  private final int nodeId;
  private final Settlement settlement;
  private final List<TopicShipments> topics = new ArrayList<>(1);
  private int sizeInBytes;

  ProduceExchange(int nodeId, Settlement settlement) {
    this.nodeId = nodeId;
    this.settlement = settlement;
  }

  boolean isEmpty() {
    return topics.isEmpty();
  }

  int sizeInBytes() {
    return sizeInBytes;
  }

  void add(PartitionDelivery delivery) {
    Shipment shipment = delivery.depart(this);
    shipment.stamp();
    sizeInBytes += shipment.batch().sizeInBytes();
    shipmentsOf(delivery).add(shipment);
  }

  private List<Shipment> shipmentsOf(PartitionDelivery delivery) {
    TopicQueue topic = delivery.queue().topic();
    for (int i = topics.size() - 1; i >= 0; i--) {
      if (topics.get(i).topic() == topic) {
        return topics.get(i).shipments();
      }
    }
    TopicShipments added = new TopicShipments(topic, delivery.topicId());
    topics.add(added);
    return added.shipments();
  }

  ShipmentRequest request(String transactionalId, short acks, int timeoutMs) {
    return new ShipmentRequest(transactionalId, acks, timeoutMs, topics);
  }

  /** From version 13 on topics go by their id, which must be known then. */
  short maxVersion() {
    for (TopicShipments topic : topics) {
      if (topic.id().equals(ApiMessage.ZERO_UUID)) {
        return ShipmentRequest.LAST_VERSION_WITH_NAMES;
      }
    }
    return ApiKey.PRODUCE.highestStableVersion();
  }

  /** For requests that are not answered: written is all there is to know. */
  ResponseHandler<Void> untilWritten() {
    return new ResponseHandler<>() {
      @Override
      public void onResponse(Void nothing) {
        for (TopicShipments topic : topics) {
          for (Shipment shipment : topic.shipments()) {
            settlement.settleWritten(shipment, UNKNOWN, UNKNOWN);
          }
        }
      }

      @Override
      public void onFailure(RequestFailure failure) {
        ProduceExchange.this.onFailure(failure);
      }
    };
  }

  @Override
  public void onResponse(ShipmentAnswers answers) {
    settlement.learnNodes(answers.nodes());
    answers.rewind();
    while (answers.next()) {
      settle(answers);
    }
    settleRest(
        Answer.none(
            ErrorCode.NETWORK_EXCEPTION,
            "Node " + nodeId + " left the partition out of its answer",
            Written.PERHAPS));
  }

  /** The partition at hand. */
  private void settle(ShipmentAnswers answers) {
    Shipment shipment = find(answers);
    if (shipment == null) {
      LOG.warn(
          "Node {} answered for a partition that was not asked for: {} of topic {} {}",
          nodeId,
          answers.partition(),
          answers.topicName(),
          answers.topicId());
      return;
    }
    settlement.learnLeader(shipment, answers.leaderId(), answers.leaderEpoch());
    if (answers.errorCode() == ErrorCode.NONE.code()) {
      settlement.settleWritten(shipment, answers.baseOffset(), answers.logAppendTimeMs());
    } else {
      settlement.settle(shipment, Answer.of(answers));
    }
  }

  /** Null if there is no such partition in this request, or it has been answered for. */
  private Shipment find(ShipmentAnswers answers) {
    for (TopicShipments topic : topics) {
      boolean sameId = answers.isOf(topic.id()) && !topic.id().equals(ApiMessage.ZERO_UUID);
      if (sameId || answers.topicName().equals(topic.topic().name())) {
        return settlement.find(topic.topic(), answers.partition(), this);
      }
    }
    return null;
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
    for (TopicShipments topic : topics) {
      for (Shipment shipment : topic.shipments()) {
        if (shipment.isIn(this)) {
          settlement.settle(shipment, answer);
        }
      }
    }
  }
}
