package io.barnabas.producer.model;

import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.AddOffsetsToTxnRequest;
import io.barnabas.protocol.message.AddOffsetsToTxnResponse;
import io.barnabas.protocol.message.AddPartitionsToTxnRequest;
import io.barnabas.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTopic;
import io.barnabas.protocol.message.AddPartitionsToTxnResponse;
import io.barnabas.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult;
import io.barnabas.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult;
import io.barnabas.protocol.message.EndTxnRequest;
import io.barnabas.protocol.message.EndTxnResponse;
import io.barnabas.protocol.message.FindCoordinatorRequest;
import io.barnabas.protocol.message.FindCoordinatorResponse;
import io.barnabas.protocol.message.FindCoordinatorResponse.Coordinator;
import io.barnabas.protocol.message.InitProducerIdRequest;
import io.barnabas.protocol.message.InitProducerIdResponse;
import io.barnabas.protocol.message.TxnOffsetCommitRequest;
import io.barnabas.protocol.message.TxnOffsetCommitResponse;
import io.barnabas.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition;
import io.barnabas.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;
import java.util.List;
import java.util.Random;

/**
 * The brokers that coordinate the transaction and its group: they move, refuse and have bad luck.
 */
final class ModelCoordinators {
  private static final List<ErrorCode> PASSING =
      List.of(
          ErrorCode.COORDINATOR_NOT_AVAILABLE,
          ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
          ErrorCode.NOT_COORDINATOR,
          ErrorCode.CONCURRENT_TRANSACTIONS,
          ErrorCode.NETWORK_EXCEPTION);

  /** What a coordinator says that could not replicate what it has written (or has, after all). */
  private static final List<ErrorCode> UNLUCKY =
      List.of(ErrorCode.COORDINATOR_NOT_AVAILABLE, ErrorCode.NOT_COORDINATOR);

  private static final List<ErrorCode> ABORTABLE =
      List.of(
          ErrorCode.TRANSACTION_ABORTABLE,
          ErrorCode.UNKNOWN_PRODUCER_ID,
          ErrorCode.GROUP_AUTHORIZATION_FAILED,
          ErrorCode.TOPIC_AUTHORIZATION_FAILED,
          ErrorCode.ILLEGAL_GENERATION);

  private final Random random;
  private final ModelCoordinator truth;

  /** In percent of the requests. */
  private int faultRate;

  private int transactionNode = 1;
  private int groupNode = 2;

  /** Whether a producer that hears that it is fenced may well be. */
  private boolean mayFence;

  ModelCoordinators(Random random, ModelCoordinator truth, int faultRate) {
    this.random = random;
    this.truth = truth;
    this.faultRate = faultRate;
  }

  /** Nothing goes wrong any more. */
  void heal() {
    faultRate = 0;
  }

  void move() {
    if (random.nextBoolean()) {
      transactionNode = 1 + random.nextInt(ModelCluster.NODES);
    } else {
      groupNode = 1 + random.nextInt(ModelCluster.NODES);
    }
  }

  boolean mayFence() {
    return mayFence;
  }

  /** Another producer takes over the transactional id. */
  void takeOver() {
    mayFence = true;
    truth.takeOver();
  }

  /** The transaction has been open for too long. */
  void expire() {
    mayFence |= truth.isOngoing();
    truth.expire();
  }

  /** Works on the request; an error may come before that, or after it. */
  void process(CoordinatorCall call) {
    ApiMessage request = call.request();
    if (request instanceof FindCoordinatorRequest lookup) {
      call.processed(find(lookup));
      return;
    }
    boolean isHere =
        call.nodeId == (request instanceof TxnOffsetCommitRequest ? groupNode : transactionNode);
    ErrorCode refusal = !isHere ? ErrorCode.NOT_COORDINATOR : strikes() ? refusal() : null;
    if (refusal != null) {
      call.processed(answer(call, request, refusal));
      return;
    }
    ErrorCode error = work(request, call.version);
    boolean unlucky = error == ErrorCode.NONE && strikes();
    call.processed(answer(call, request, unlucky ? pick(UNLUCKY) : error));
  }

  /**
   * Works on a request that nobody waits for any more. That in TV1 it may be taken for a part of
   * another transaction, no client can help (KIP-890).
   */
  void processLate(CoordinatorCall call) {
    boolean isOfAnother = call.isOfAnyTransaction() && call.turn != truth.turns();
    if (!call.isLookup() && !isOfAnother) {
      // Who asks for an id twice, and hears of the first, is another producer to the coordinator.
      mayFence |= call.isInitial();
      work(call.request(), call.version);
    }
  }

  private boolean strikes() {
    return random.nextInt(100) < faultRate;
  }

  private ErrorCode pick(List<ErrorCode> errors) {
    return errors.get(random.nextInt(errors.size()));
  }

  private ErrorCode refusal() {
    int chance = random.nextInt(20);
    if (chance < 16) {
      return pick(PASSING);
    }
    if (chance < 19) {
      return pick(ABORTABLE);
    }
    mayFence = true;
    ErrorCode any = ErrorCode.values()[random.nextInt(ErrorCode.values().length)];
    return any == ErrorCode.NONE ? ErrorCode.UNKNOWN_SERVER_ERROR : any;
  }

  private FindCoordinatorResponse find(FindCoordinatorRequest lookup) {
    if (strikes()) {
      return new FindCoordinatorResponse()
          .coordinators(
              lookup.coordinatorKeys().stream()
                  .map(key -> new Coordinator().key(key).errorCode(pick(PASSING).code()))
                  .toList());
    }
    int node = lookup.keyType() == 1 ? transactionNode : groupNode;
    return new FindCoordinatorResponse()
        .coordinators(
            lookup.coordinatorKeys().stream()
                .map(key -> new Coordinator().key(key).nodeId(node).host("b" + node).port(9092))
                .toList());
  }

  private ErrorCode work(ApiMessage request, short version) {
    boolean v2 = version >= ModelCoordinator.FIRST_OF_TV2;
    if (request instanceof InitProducerIdRequest init) {
      ProducerId id = new ProducerId(init.producerId(), init.producerEpoch());
      return id.id() < 0 ? truth.initialize() : truth.raise(id);
    }
    if (request instanceof AddPartitionsToTxnRequest add) {
      ProducerId id = new ProducerId(add.v3AndBelowProducerId(), add.v3AndBelowProducerEpoch());
      return truth.addPartitions(id, add.v3AndBelowTopics().get(0).partitions());
    }
    if (request instanceof AddOffsetsToTxnRequest add) {
      return truth.addGroup(new ProducerId(add.producerId(), add.producerEpoch()));
    }
    if (request instanceof TxnOffsetCommitRequest commit) {
      long offset = commit.topics().get(0).partitions().get(0).committedOffset();
      ProducerId id = new ProducerId(commit.producerId(), commit.producerEpoch());
      return truth.commitOffset(id, offset, v2);
    }
    EndTxnRequest end = (EndTxnRequest) request;
    return truth.end(new ProducerId(end.producerId(), end.producerEpoch()), end.committed(), v2);
  }

  private ApiMessage answer(CoordinatorCall call, ApiMessage request, ErrorCode error) {
    boolean fine = error == ErrorCode.NONE;
    ProducerId id = fine ? truth.current() : ProducerId.NONE;
    if (request instanceof InitProducerIdRequest) {
      return new InitProducerIdResponse()
          .errorCode(error.code())
          .producerId(id.id())
          .producerEpoch(id.epoch());
    }
    if (request instanceof AddPartitionsToTxnRequest add) {
      return added(add.v3AndBelowTopics().get(0), error);
    }
    if (request instanceof AddOffsetsToTxnRequest) {
      return new AddOffsetsToTxnResponse().errorCode(error.code());
    }
    if (request instanceof TxnOffsetCommitRequest) {
      return new TxnOffsetCommitResponse()
          .topics(
              List.of(
                  new TxnOffsetCommitResponseTopic()
                      .name(ModelMetadata.TOPIC)
                      .partitions(
                          List.of(
                              new TxnOffsetCommitResponsePartition().errorCode(error.code())))));
    }
    EndTxnResponse ended = new EndTxnResponse().errorCode(error.code());
    return call.version < ModelCoordinator.FIRST_OF_TV2
        ? ended
        : ended.producerId(id.id()).producerEpoch(id.epoch());
  }

  private static AddPartitionsToTxnResponse added(AddPartitionsToTxnTopic topic, ErrorCode error) {
    return new AddPartitionsToTxnResponse()
        .resultsByTopicV3AndBelow(
            List.of(
                new AddPartitionsToTxnTopicResult()
                    .name(topic.name())
                    .resultsByPartition(
                        topic.partitions().stream()
                            .map(
                                partition ->
                                    new AddPartitionsToTxnPartitionResult()
                                        .partitionIndex(partition)
                                        .partitionErrorCode(error.code()))
                            .toList())));
  }
}
