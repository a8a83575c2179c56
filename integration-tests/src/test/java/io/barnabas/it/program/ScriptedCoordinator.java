package io.barnabas.it.program;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeRequest;
import io.barnabas.testkit.Reply;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/**
 * A broker that takes part in any transaction, but for one error: the transactional id says which,
 * and to which request it is the first answer. Thread-safe.
 */
final class ScriptedCoordinator {
  static final String TOPIC = "transactions";

  private final FakeBroker broker = FakeBroker.start().topic(TOPIC, 1);

  /** The ids whose error has been given. */
  private final Set<String> served = ConcurrentHashMap.newKeySet();

  private ScriptedCoordinator() {}

  /**
   * @param transactionVersion 1, or 2 (KIP-890)
   */
  static FakeBroker start(int transactionVersion) {
    ScriptedCoordinator coordinator = new ScriptedCoordinator();
    coordinator.broker.feature("transaction.version", transactionVersion);
    for (ApiKeys api : TransactionErrorCases.APIS) {
      coordinator.broker.on(api, coordinator::answer);
    }
    return coordinator.broker;
  }

  static String transactionalId(ApiKeys api, Errors error, String more) {
    return "%s %s %s".formatted(api, error, more);
  }

  private Reply answer(FakeRequest request) {
    String id = transactionalId(request.data());
    String[] parts = id.split(" ");
    boolean fails = request.api() == ApiKeys.valueOf(parts[0]) && served.add(id);
    return fails ? Reply.error(Errors.valueOf(parts[1])) : success(request);
  }

  private static String transactionalId(ApiMessage request) {
    if (request instanceof InitProducerIdRequestData init) {
      return init.transactionalId();
    }
    if (request instanceof AddPartitionsToTxnRequestData add) {
      return add.v3AndBelowTransactionalId();
    }
    if (request instanceof AddOffsetsToTxnRequestData add) {
      return add.transactionalId();
    }
    if (request instanceof TxnOffsetCommitRequestData commit) {
      return commit.transactionalId();
    }
    if (request instanceof EndTxnRequestData end) {
      return end.transactionalId();
    }
    return ((ProduceRequestData) request).transactionalId();
  }

  private Reply success(FakeRequest request) {
    return switch (request.api()) {
      case INIT_PRODUCER_ID -> Reply.of(identity(request.body()));
      case ADD_PARTITIONS_TO_TXN -> Reply.of(added(request.body()));
      case ADD_OFFSETS_TO_TXN -> Reply.of(new AddOffsetsToTxnResponseData());
      case TXN_OFFSET_COMMIT -> Reply.of(committed(request.body()));
      case END_TXN -> Reply.of(ended(request));
      default -> broker.defaultReply(request);
    };
  }

  private static InitProducerIdResponseData identity(InitProducerIdRequestData init) {
    return new InitProducerIdResponseData()
        .setProducerId(7)
        .setProducerEpoch((short) (init.producerEpoch() + 1));
  }

  private static AddPartitionsToTxnResponseData added(AddPartitionsToTxnRequestData add) {
    AddPartitionsToTxnResponseData response = new AddPartitionsToTxnResponseData();
    add.v3AndBelowTopics()
        .forEach(
            topic -> {
              AddPartitionsToTxnTopicResult result =
                  new AddPartitionsToTxnTopicResult().setName(topic.name());
              topic
                  .partitions()
                  .forEach(
                      partition ->
                          result
                              .resultsByPartition()
                              .add(
                                  new AddPartitionsToTxnPartitionResult()
                                      .setPartitionIndex(partition)));
              response.resultsByTopicV3AndBelow().add(result);
            });
    return response;
  }

  private static TxnOffsetCommitResponseData committed(TxnOffsetCommitRequestData commit) {
    TxnOffsetCommitResponseData response = new TxnOffsetCommitResponseData();
    commit
        .topics()
        .forEach(
            topic ->
                response
                    .topics()
                    .add(
                        new TxnOffsetCommitResponseTopic()
                            .setName(topic.name())
                            .setPartitions(
                                topic.partitions().stream()
                                    .map(
                                        each ->
                                            new TxnOffsetCommitResponsePartition()
                                                .setPartitionIndex(each.partitionIndex()))
                                    .toList())));
    return response;
  }

  private static EndTxnResponseData ended(FakeRequest request) {
    EndTxnRequestData end = request.body();
    return request.version() < 5
        ? new EndTxnResponseData()
        : new EndTxnResponseData()
            .setProducerId(end.producerId())
            .setProducerEpoch((short) (end.producerEpoch() + 1));
  }
}
