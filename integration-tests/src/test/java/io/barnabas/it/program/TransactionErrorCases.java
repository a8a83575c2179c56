package io.barnabas.it.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Every error code as the answer to each request of a transaction, in both versions. */
@SuppressWarnings("removal") // there is no other way yet to name a group alone
final class TransactionErrorCases {
  /** The first is alike in both versions; the last two are of TV1 alone. */
  static final List<ApiKeys> APIS =
      List.of(
          ApiKeys.INIT_PRODUCER_ID,
          ApiKeys.PRODUCE,
          ApiKeys.TXN_OFFSET_COMMIT,
          ApiKeys.END_TXN,
          ApiKeys.ADD_PARTITIONS_TO_TXN,
          ApiKeys.ADD_OFFSETS_TO_TXN);

  private static final int IN_TV2 = 4;

  /** Those that mean something to a transaction; all others are alike, as the first three are. */
  private static final List<Errors> ERRORS =
      List.of(
          Errors.UNKNOWN_SERVER_ERROR,
          Errors.UNSUPPORTED_VERSION,
          Errors.INVALID_TXN_STATE,
          Errors.UNKNOWN_TOPIC_OR_PARTITION,
          Errors.NOT_LEADER_OR_FOLLOWER,
          Errors.MESSAGE_TOO_LARGE,
          Errors.COORDINATOR_LOAD_IN_PROGRESS,
          Errors.COORDINATOR_NOT_AVAILABLE,
          Errors.NOT_COORDINATOR,
          Errors.CONCURRENT_TRANSACTIONS,
          Errors.TRANSACTION_COORDINATOR_FENCED,
          Errors.OPERATION_NOT_ATTEMPTED,
          Errors.INVALID_TRANSACTION_TIMEOUT,
          Errors.TOPIC_AUTHORIZATION_FAILED,
          Errors.GROUP_AUTHORIZATION_FAILED,
          Errors.CLUSTER_AUTHORIZATION_FAILED,
          Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
          Errors.UNSUPPORTED_FOR_MESSAGE_FORMAT,
          Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
          Errors.DUPLICATE_SEQUENCE_NUMBER,
          Errors.UNKNOWN_PRODUCER_ID,
          Errors.INVALID_PRODUCER_ID_MAPPING,
          Errors.INVALID_PRODUCER_EPOCH,
          Errors.PRODUCER_FENCED,
          Errors.UNKNOWN_MEMBER_ID,
          Errors.ILLEGAL_GENERATION,
          Errors.FENCED_INSTANCE_ID,
          Errors.STALE_MEMBER_EPOCH,
          Errors.TRANSACTION_ABORTABLE);

  private static final ProducerRecord<Object, Object> RECORD =
      new ProducerRecord<>(ScriptedCoordinator.TOPIC, 0, null, "v");

  private TransactionErrorCases() {}

  static List<Case> all(Program.Places places) {
    List<Case> cases = new ArrayList<>();
    for (Errors error : ERRORS) {
      APIS.subList(1, APIS.size())
          .forEach(api -> cases.add(of(api, error, "in TV1", places.coordinator(), true)));
      APIS.subList(0, IN_TV2)
          .forEach(api -> cases.add(of(api, error, "in TV2", places.coordinatorV2(), true)));
      cases.add(of(ApiKeys.END_TXN, error, "to an abort in TV1", places.coordinator(), false));
      cases.add(of(ApiKeys.END_TXN, error, "to an abort in TV2", places.coordinatorV2(), false));
    }
    return cases;
  }

  private static Case of(
      ApiKeys api, Errors error, String where, String coordinator, boolean commit) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            coordinator,
            "transactional.id",
            ScriptedCoordinator.transactionalId(api, error, where),
            "linger.ms",
            0,
            "retry.backoff.ms",
            10,
            "max.block.ms",
            5_000);
    String name = "the answer to %s is %s %s".formatted(api, error, where);
    return new Case(name, config, (p, notes) -> run(p, notes, commit));
  }

  private static void run(Producer<Object, Object> producer, Notes notes, boolean commit) {
    notes.attempt("init", producer::initTransactions);
    notes.attempt("begin", producer::beginTransaction);
    notes.sendAlone(producer, RECORD);
    notes.attempt("offsets", () -> sendOffsets(producer));
    if (commit) {
      notes.attempt("commit", producer::commitTransaction);
    }
    notes.attempt("abort", producer::abortTransaction);
    notes.attempt("init again", producer::initTransactions);
    notes.attempt("begin again", producer::beginTransaction);
    notes.sendAlone(producer, RECORD);
    notes.attempt("commit again", producer::commitTransaction);
  }

  private static void sendOffsets(Producer<Object, Object> producer) {
    producer.sendOffsetsToTransaction(
        Map.of(new TopicPartition(ScriptedCoordinator.TOPIC, 0), new OffsetAndMetadata(1)),
        new ConsumerGroupMetadata("program"));
  }
}
