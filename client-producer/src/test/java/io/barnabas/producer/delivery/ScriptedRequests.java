package io.barnabas.producer.delivery;

import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ProduceRequest;
import io.barnabas.protocol.message.ProduceRequest.PartitionProduceData;
import io.barnabas.protocol.message.ProduceRequest.TopicProduceData;
import io.barnabas.protocol.message.ProduceResponse;
import io.barnabas.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.barnabas.protocol.message.ProduceResponse.TopicProduceResponse;
import io.barnabas.protocol.record.RecordBatchReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.errors.DisconnectException;

/** Brokers that answer when a test says so. */
final class ScriptedRequests extends ReadyRequests {

  /** A request that was sent and has no answer yet. */
  record Sent(int nodeId, WiredProduce wired) {

    ProduceRequest request() {
      return wired.read();
    }

    /** The first batch of the request. */
    RecordBatchReader batch() {
      return batches().get(0);
    }

    List<RecordBatchReader> batches() {
      List<RecordBatchReader> batches = new ArrayList<>();
      for (TopicProduceData topic : request().topicData()) {
        for (PartitionProduceData partition : topic.partitionData()) {
          RecordBatchReader reader = new RecordBatchReader(partition.records().duplicate());
          reader.next();
          reader.verifyCrc();
          batches.add(reader);
        }
      }
      return batches;
    }

    List<Integer> partitions() {
      List<Integer> partitions = new ArrayList<>();
      for (TopicProduceData topic : request().topicData()) {
        topic.partitionData().forEach(partition -> partitions.add(partition.index()));
      }
      return partitions;
    }

    /** All partitions alike. */
    void answer(ErrorCode error, long baseOffset) {
      answer(
          index ->
              new PartitionProduceResponse()
                  .index(index)
                  .errorCode(error.code())
                  .baseOffset(baseOffset));
    }

    /** Each partition as the function says; null leaves it out. */
    void answer(Function<Integer, PartitionProduceResponse> each) {
      List<TopicProduceResponse> topics = new ArrayList<>();
      for (TopicProduceData topic : request().topicData()) {
        List<PartitionProduceResponse> partitions = new ArrayList<>();
        for (PartitionProduceData partition : topic.partitionData()) {
          PartitionProduceResponse answer = each.apply(partition.index());
          if (answer != null) {
            partitions.add(answer);
          }
        }
        topics.add(
            new TopicProduceResponse()
                .name(topic.name())
                .topicId(topic.topicId())
                .partitionResponses(partitions));
      }
      wired.onResponse(new ProduceResponse().responses(topics));
    }

    void disconnect() {
      disconnect(true);
    }

    void disconnect(boolean maybeSent) {
      wired.onFailure(new RequestFailure(new DisconnectException("gone"), maybeSent));
    }
  }

  private final List<Sent> unanswered = new ArrayList<>();
  private final Set<Integer> notReady = new HashSet<>();
  private long backoffUntilMs;

  /** The oldest request without an answer; it counts as answered from here on. */
  Sent next() {
    if (unanswered.isEmpty()) {
      throw new AssertionError("nothing was sent");
    }
    return unanswered.remove(0);
  }

  /** The oldest request to that broker without an answer, which counts as answered; or null. */
  Sent nextTo(int nodeId) {
    for (Sent sent : unanswered) {
      if (sent.nodeId() == nodeId) {
        unanswered.remove(sent);
        return sent;
      }
    }
    return null;
  }

  int unanswered() {
    return unanswered.size();
  }

  void ready(int nodeId, boolean isReady) {
    if (isReady) {
      notReady.remove(nodeId);
    } else {
      notReady.add(nodeId);
    }
  }

  /** The broker cannot be reached, and is not tried again before then. */
  void backOff(int nodeId, long untilMs) {
    ready(nodeId, false);
    backoffUntilMs = untilMs;
  }

  @Override
  public <R extends ApiMessage> void send(
      int nodeId,
      Lane lane,
      ApiRequest<R> request,
      short maxVersion,
      long timeoutMs,
      ResponseHandler<R> handler) {
    unanswered.add(new Sent(nodeId, new WiredProduce(request, maxVersion, handler)));
  }

  @Override
  public boolean isReady(int nodeId, Lane lane) {
    return !notReady.contains(nodeId);
  }

  @Override
  public int inFlight(int nodeId, Lane lane) {
    return (int) unanswered.stream().filter(sent -> sent.nodeId() == nodeId).count();
  }

  @Override
  public long backoffUntilMs(int nodeId, Lane lane) {
    return notReady.contains(nodeId) ? backoffUntilMs : 0;
  }

  @Override
  public short version(int nodeId, Lane lane, ApiKey key) {
    return 13;
  }

  @Override
  public void disconnect(int nodeId) {
    unanswered.clear();
  }
}
