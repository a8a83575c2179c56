package io.barnabas.testkit;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Produce, Fetch and ListOffsets of one node of a fake cluster: what is produced to a partition it
 * leads can be fetched. Every batch is taken as it is, whatever its sequence; no fetch sessions.
 */
final class FakeStorage {
  private static final long LATEST = -1;
  private static final long EARLIEST = -2;

  private final int nodeId;
  private final FakeTopics topics;
  private final FakeLog log;

  FakeStorage(int nodeId, FakeTopics topics, FakeLog log) {
    this.nodeId = nodeId;
    this.topics = topics;
    this.log = log;
  }

  Reply produce(ProduceRequestData request) {
    ProduceResponseData response = new ProduceResponseData();
    for (TopicProduceData topic : request.topicData()) {
      String name = name(topic.name(), topic.topicId());
      response
          .responses()
          .add(
              new TopicProduceResponse()
                  .setName(topic.name())
                  .setTopicId(topic.topicId())
                  .setPartitionResponses(
                      topic.partitionData().stream().map(data -> produce(name, data)).toList()));
    }
    return request.acks() == 0 ? Reply.silence() : Reply.of(response);
  }

  private PartitionProduceResponse produce(String topic, PartitionProduceData data) {
    PartitionProduceResponse response = new PartitionProduceResponse().setIndex(data.index());
    Errors error = check(topic, data.index());
    if (error != Errors.NONE) {
      return response.setErrorCode(error.code()).setBaseOffset(-1);
    }
    int epoch = topics.epoch(topic, data.index());
    MemoryRecords records = (MemoryRecords) data.records();
    long offset = log.append(new TopicPartition(topic, data.index()), records, epoch);
    return response.setBaseOffset(offset).setLogStartOffset(0);
  }

  /** Waits as long as the client asks for if there is nothing yet. */
  Reply fetch(FetchRequestData request) {
    FetchResponseData response = read(request);
    if (!request.topics().isEmpty() && isEmpty(response)) {
      log.awaitAppend(request.maxWaitMs());
      response = read(request);
    }
    return Reply.of(response);
  }

  private FetchResponseData read(FetchRequestData request) {
    AtomicInteger room = new AtomicInteger(request.maxBytes());
    return new FetchResponseData()
        .setResponses(request.topics().stream().map(topic -> read(topic, room)).toList());
  }

  private FetchableTopicResponse read(FetchTopic topic, AtomicInteger room) {
    String name = name(topic.topic(), topic.topicId());
    return new FetchableTopicResponse()
        .setTopic(topic.topic())
        .setTopicId(topic.topicId())
        .setPartitions(topic.partitions().stream().map(each -> read(name, each, room)).toList());
  }

  /** One batch may be larger than what room there is, but none follows when there is none. */
  private PartitionData read(String topic, FetchPartition asked, AtomicInteger room) {
    TopicPartition partition = new TopicPartition(topic, asked.partition());
    PartitionData data =
        new PartitionData().setPartitionIndex(asked.partition()).setRecords(MemoryRecords.EMPTY);
    Errors error = check(topic, asked.partition());
    if (error != Errors.NONE) {
      return data.setErrorCode(error.code()).setHighWatermark(-1);
    }
    long end = log.endOffset(partition);
    data.setHighWatermark(end).setLastStableOffset(end).setLogStartOffset(0);
    if (asked.fetchOffset() > end) {
      return data.setErrorCode(Errors.OFFSET_OUT_OF_RANGE.code());
    }
    if (room.get() > 0) {
      int maxBytes = Math.min(room.get(), asked.partitionMaxBytes());
      MemoryRecords records = log.read(partition, asked.fetchOffset(), maxBytes);
      room.addAndGet(-records.sizeInBytes());
      data.setRecords(records);
    }
    return data;
  }

  private static boolean isEmpty(FetchResponseData response) {
    return response.responses().stream()
        .flatMap(topic -> topic.partitions().stream())
        .allMatch(each -> each.errorCode() == 0 && each.records().sizeInBytes() == 0);
  }

  Reply listOffsets(ListOffsetsRequestData request) {
    return Reply.of(
        new ListOffsetsResponseData()
            .setTopics(request.topics().stream().map(this::listOffsets).toList()));
  }

  private ListOffsetsTopicResponse listOffsets(ListOffsetsTopic topic) {
    List<ListOffsetsPartitionResponse> partitions =
        topic.partitions().stream().map(each -> listOffset(topic.name(), each)).toList();
    return new ListOffsetsTopicResponse().setName(topic.name()).setPartitions(partitions);
  }

  private ListOffsetsPartitionResponse listOffset(String topic, ListOffsetsPartition asked) {
    TopicPartition partition = new TopicPartition(topic, asked.partitionIndex());
    ListOffsetsPartitionResponse response =
        new ListOffsetsPartitionResponse().setPartitionIndex(asked.partitionIndex());
    Errors error = check(topic, asked.partitionIndex());
    if (error != Errors.NONE) {
      return response.setErrorCode(error.code());
    } else if (asked.timestamp() == LATEST) {
      return response.setOffset(log.endOffset(partition));
    } else if (asked.timestamp() == EARLIEST) {
      return response.setOffset(0);
    }
    log.firstSince(partition, asked.timestamp())
        .ifPresent(found -> response.setOffset(found.offset()).setTimestamp(found.timestamp()));
    return response;
  }

  /** Newer versions have the id alone. */
  private String name(String name, Uuid id) {
    return id.equals(Uuid.ZERO_UUID) ? name : topics.name(id);
  }

  private Errors check(String topic, int partition) {
    if (topic == null) {
      return Errors.UNKNOWN_TOPIC_ID;
    } else if (!topics.exists(topic, partition)) {
      return Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }
    return topics.leader(topic, partition) == nodeId ? Errors.NONE : Errors.NOT_LEADER_OR_FOLLOWER;
  }
}
