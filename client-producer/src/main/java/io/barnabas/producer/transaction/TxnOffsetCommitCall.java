package io.barnabas.producer.transaction;

import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.retry.Route;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.TxnOffsetCommitRequest;
import io.barnabas.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import io.barnabas.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import io.barnabas.protocol.message.TxnOffsetCommitResponse;
import io.barnabas.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition;
import io.barnabas.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits a group's offsets as a part of the transaction; from version 5 on the coordinator adds
 * them to the transaction by itself (TV2). Each try carries what is still to be committed.
 */
final class TxnOffsetCommitCall extends TransactionCall<TxnOffsetCommitResponse> {
  /** The first version that tells who commits (KIP-447). */
  private static final int WITH_MEMBER = 3;

  private static final int LAST_OF_TV1 = 4;
  private static final int NO_EPOCH = -1;
  private static final int NO_GENERATION = -1;

  private final String transactionalId;
  private final ProducerId id;
  private final ConsumerGroupMetadata group;
  private final boolean v2;
  private final Map<TopicPartition, OffsetAndMetadata> open;

  TxnOffsetCommitCall(
      String transactionalId,
      ProducerId id,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group,
      boolean v2,
      Wish wish) {
    super(ApiKey.TXN_OFFSET_COMMIT, wish);
    this.transactionalId = transactionalId;
    this.id = id;
    this.group = group;
    this.v2 = v2;
    this.open = new HashMap<>(offsets);
  }

  @Override
  public Route route() {
    beforeTry();
    return Route.group(group.groupId());
  }

  @Override
  public ApiRequest<TxnOffsetCommitResponse> request() {
    sent();
    TxnOffsetCommitRequest request =
        new TxnOffsetCommitRequest()
            .transactionalId(transactionalId)
            .groupId(group.groupId())
            .producerId(id.id())
            .producerEpoch(id.epoch())
            .memberId(group.memberId())
            .generationId(group.generationId())
            .groupInstanceId(group.groupInstanceId().orElse(null))
            .topics(topics());
    int lowest = namesMember() ? WITH_MEMBER : request.lowestVersion();
    int highest = v2 ? ApiKey.TXN_OFFSET_COMMIT.highestStableVersion() : LAST_OF_TV1;
    return new VersionedRequest<>(request, lowest, highest, version -> request);
  }

  private boolean namesMember() {
    return !group.memberId().isEmpty()
        || group.generationId() != NO_GENERATION
        || group.groupInstanceId().isPresent();
  }

  private List<TxnOffsetCommitRequestTopic> topics() {
    Map<String, TxnOffsetCommitRequestTopic> topics = new HashMap<>();
    open.forEach(
        (partition, offset) ->
            topics
                .computeIfAbsent(
                    partition.topic(),
                    name ->
                        new TxnOffsetCommitRequestTopic().name(name).partitions(new ArrayList<>()))
                .partitions()
                .add(
                    new TxnOffsetCommitRequestPartition()
                        .partitionIndex(partition.partition())
                        .committedOffset(offset.offset())
                        .committedLeaderEpoch(offset.leaderEpoch().orElse(NO_EPOCH))
                        .committedMetadata(offset.metadata())));
    return List.copyOf(topics.values());
  }

  @Override
  Iterable<ErrorCode> errorsOf(TxnOffsetCommitResponse response) {
    List<ErrorCode> errors = new ArrayList<>();
    for (TxnOffsetCommitResponseTopic topic : response.topics()) {
      for (TxnOffsetCommitResponsePartition partition : topic.partitions()) {
        ErrorCode error = ErrorCode.forCode(partition.errorCode());
        errors.add(error);
        if (error == ErrorCode.NONE) {
          open.remove(new TopicPartition(topic.name(), partition.partitionIndex()));
        }
      }
    }
    if (errors.stream().allMatch(error -> error == ErrorCode.NONE) && !open.isEmpty()) {
      errors.add(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    }
    return errors;
  }

  @Override
  boolean startsTransaction() {
    return v2;
  }
}
