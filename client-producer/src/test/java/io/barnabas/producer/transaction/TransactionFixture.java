package io.barnabas.producer.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.connection.FinalizedFeatures;
import io.barnabas.network.loop.Poller;
import io.barnabas.producer.batch.ProducerBatch;
import io.barnabas.producer.delivery.TransactionBatches;
import io.barnabas.producer.delivery.TransactionGate;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.AddPartitionsToTxnResponse;
import io.barnabas.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult;
import io.barnabas.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult;
import io.barnabas.protocol.message.ApiVersionsResponse;
import io.barnabas.protocol.message.ApiVersionsResponse.FinalizedFeatureKey;
import io.barnabas.protocol.message.EndTxnResponse;
import io.barnabas.protocol.message.InitProducerIdResponse;
import io.barnabas.protocol.message.TxnOffsetCommitResponse;
import io.barnabas.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition;
import io.barnabas.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The loop's side of transactions, without threads, sockets or time. */
@SuppressWarnings("removal") // there is no other way yet to name a group alone
abstract class TransactionFixture {
  static final TopicPartition PARTITION = new TopicPartition("t", 0);
  static final TopicPartition OTHER = new TopicPartition("t", 1);
  static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
      Map.of(PARTITION, new OffsetAndMetadata(5));
  static final ConsumerGroupMetadata GROUP = new ConsumerGroupMetadata("g");

  final ScriptedCoordinator coordinator = new ScriptedCoordinator();
  final FinalizedFeatures features = new FinalizedFeatures();
  final Batches batches = new Batches();
  final TransactionManager manager =
      new TransactionManager(
          new TransactionSettings("", "payments", 60_000, 1000), coordinator, features);
  final TransactionGate gate = manager.gate();
  final Poller progress = manager.attach(batches);

  static final class Batches implements TransactionBatches {
    boolean idle = true;
    RuntimeException abandoned;
    boolean retriesToo;
    int admitted;

    @Override
    public List<ProducerBatch> flush() {
      return List.of();
    }

    @Override
    public boolean isIdle() {
      return idle;
    }

    @Override
    public void admit() {
      admitted++;
    }

    @Override
    public void abandonUnsent(RuntimeException cause, boolean retries) {
      if (!idle) {
        abandoned = cause;
        retriesToo = retries;
      }
    }

    @Override
    public void abandonAll(RuntimeException cause) {
      abandonUnsent(cause, true);
      idle = true;
    }
  }

  void poll() {
    progress.poll(0);
  }

  void level(int transactionVersion, long epoch) {
    features.learn(
        new ApiVersionsResponse()
            .finalizedFeaturesEpoch(epoch)
            .finalizedFeatures(
                List.of(
                    new FinalizedFeatureKey()
                        .name("transaction.version")
                        .maxVersionLevel((short) transactionVersion))));
  }

  /** A producer that is ready under TV1 or TV2. */
  void ready(int transactionVersion) {
    level(transactionVersion, 1);
    Operation init = manager.init();
    coordinator.answer(id(7, 0));
    init.await(0, "");
    assertEquals(TransactionState.READY, manager.state());
  }

  static InitProducerIdResponse id(long id, int epoch) {
    return new InitProducerIdResponse().producerId(id).producerEpoch((short) epoch);
  }

  static InitProducerIdResponse noId(ErrorCode error) {
    return new InitProducerIdResponse().errorCode(error.code());
  }

  static EndTxnResponse ended(ErrorCode error) {
    return new EndTxnResponse().errorCode(error.code());
  }

  static EndTxnResponse ended(int nextEpoch) {
    return new EndTxnResponse().producerId(7).producerEpoch((short) nextEpoch);
  }

  static AddPartitionsToTxnResponse added(ErrorCode... errors) {
    List<AddPartitionsToTxnPartitionResult> results = new ArrayList<>();
    for (int i = 0; i < errors.length; i++) {
      results.add(
          new AddPartitionsToTxnPartitionResult()
              .partitionIndex(i)
              .partitionErrorCode(errors[i].code()));
    }
    return new AddPartitionsToTxnResponse()
        .resultsByTopicV3AndBelow(
            List.of(new AddPartitionsToTxnTopicResult().name("t").resultsByPartition(results)));
  }

  static TxnOffsetCommitResponse offsets(ErrorCode error) {
    return new TxnOffsetCommitResponse()
        .topics(
            List.of(
                new TxnOffsetCommitResponseTopic()
                    .name("t")
                    .partitions(
                        List.of(
                            new TxnOffsetCommitResponsePartition()
                                .partitionIndex(0)
                                .errorCode(error.code())))));
  }

  /** A transaction with a record in it. */
  void open(int transactionVersion) {
    ready(transactionVersion);
    manager.begin();
    addRecord();
  }

  void addRecord() {
    if (!gate.admits(PARTITION)) {
      poll();
      coordinator.answer(added(ErrorCode.NONE));
    }
    assertTrue(gate.admits(PARTITION));
  }
}
