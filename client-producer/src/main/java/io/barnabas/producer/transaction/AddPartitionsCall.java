package io.barnabas.producer.transaction;

import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.retry.Route;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.AddPartitionsToTxnRequest;
import io.barnabas.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTopic;
import io.barnabas.protocol.message.AddPartitionsToTxnResponse;
import io.barnabas.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult;
import io.barnabas.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Adds partitions to the transaction, where brokers do not do that by themselves (TV1). */
final class AddPartitionsCall extends TransactionCall<AddPartitionsToTxnResponse> {
  /** Later versions are for brokers. */
  private static final int LAST_FOR_CLIENTS = 3;

  private final AddPartitionsToTxnRequest request;
  private final boolean first;

  AddPartitionsCall(
      String transactionalId,
      ProducerId id,
      Collection<TopicPartition> partitions,
      boolean first,
      Wish wish) {
    super(ApiKey.ADD_PARTITIONS_TO_TXN, wish);
    this.first = first;
    this.request =
        new AddPartitionsToTxnRequest()
            .v3AndBelowTransactionalId(transactionalId)
            .v3AndBelowProducerId(id.id())
            .v3AndBelowProducerEpoch(id.epoch())
            .v3AndBelowTopics(byTopic(partitions));
  }

  private static List<AddPartitionsToTxnTopic> byTopic(Collection<TopicPartition> partitions) {
    Map<String, AddPartitionsToTxnTopic> topics = new HashMap<>();
    for (TopicPartition partition : partitions) {
      topics
          .computeIfAbsent(
              partition.topic(),
              name -> new AddPartitionsToTxnTopic().name(name).partitions(new ArrayList<>()))
          .partitions()
          .add(partition.partition());
    }
    return List.copyOf(topics.values());
  }

  @Override
  public Route route() {
    beforeTry();
    return Route.transaction(request.v3AndBelowTransactionalId());
  }

  @Override
  public ApiRequest<AddPartitionsToTxnResponse> request() {
    sent();
    return VersionedRequest.atMost(LAST_FOR_CLIENTS, version -> request);
  }

  @Override
  Iterable<ErrorCode> errorsOf(AddPartitionsToTxnResponse response) {
    return errors(response).values();
  }

  /** The error of each partition. */
  static Map<TopicPartition, ErrorCode> errors(AddPartitionsToTxnResponse response) {
    Map<TopicPartition, ErrorCode> errors = new HashMap<>();
    for (AddPartitionsToTxnTopicResult topic : response.resultsByTopicV3AndBelow()) {
      for (AddPartitionsToTxnPartitionResult partition : topic.resultsByPartition()) {
        errors.put(
            new TopicPartition(topic.name(), partition.partitionIndex()),
            ErrorCode.forCode(partition.partitionErrorCode()));
      }
    }
    return errors;
  }

  @Override
  boolean startsTransaction() {
    return first;
  }

  @Override
  boolean opensTransaction() {
    return first;
  }
}
