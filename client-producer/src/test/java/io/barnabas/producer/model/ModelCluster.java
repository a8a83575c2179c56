package io.barnabas.producer.model;

import io.barnabas.producer.model.ModelLog.Appended;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ProduceResponse;
import io.barnabas.protocol.message.ProduceResponse.LeaderIdAndEpoch;
import io.barnabas.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.barnabas.protocol.message.ProduceResponse.TopicProduceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Three brokers that lead the partitions of one topic, keep the contract, and have bad luck. */
final class ModelCluster {
  static final int NODES = 3;

  private static final List<ErrorCode> REFUSALS =
      List.of(
          ErrorCode.NOT_ENOUGH_REPLICAS,
          ErrorCode.NOT_ENOUGH_REPLICAS,
          ErrorCode.NOT_LEADER_OR_FOLLOWER,
          ErrorCode.KAFKA_STORAGE_ERROR,
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
          ErrorCode.REQUEST_TIMED_OUT,
          ErrorCode.UNKNOWN_SERVER_ERROR,
          ErrorCode.INVALID_RECORD,
          ErrorCode.TOPIC_AUTHORIZATION_FAILED);

  private static final List<ErrorCode> AFTER_APPEND =
      List.of(
          ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
          ErrorCode.REQUEST_TIMED_OUT,
          ErrorCode.NOT_LEADER_OR_FOLLOWER,
          ErrorCode.KAFKA_STORAGE_ERROR,
          ErrorCode.UNKNOWN_SERVER_ERROR);

  final ModelLog[] logs;
  final int[] leaders;
  final int[] epochs;

  private UUID topicId = new UUID(1, 1);
  private final Random random;
  private final Wrong wrong;

  /** What else has a say in whether a batch may be written; NONE if it may. */
  interface Admission {
    ErrorCode of(ModelLog.Batch batch, int partition, short version);
  }

  private Admission admission = (batch, partition, version) -> ErrorCode.NONE;

  /** In percent of the batches. */
  private int faultRate;

  private int maxBatchBytes = Integer.MAX_VALUE;

  ModelCluster(Random random, int partitions, int faultRate, Wrong wrong) {
    this.random = random;
    this.faultRate = faultRate;
    this.wrong = wrong;
    this.logs = new ModelLog[partitions];
    this.leaders = new int[partitions];
    this.epochs = new int[partitions];
    for (int i = 0; i < partitions; i++) {
      logs[i] = new ModelLog();
      leaders[i] = 1 + random.nextInt(NODES);
    }
  }

  void admission(Admission other) {
    admission = other;
  }

  /** Nothing goes wrong any more. */
  void heal() {
    faultRate = 0;
    maxBatchBytes = Integer.MAX_VALUE;
  }

  void limitBatches(int bytes) {
    maxBatchBytes = bytes;
  }

  /** Another broker leads, with some of what was not replicated yet. */
  void moveLeader(int partition) {
    leaders[partition] = 1 + random.nextInt(NODES);
    epochs[partition]++;
    logs[partition].truncate(random.nextInt(3));
  }

  UUID topicId() {
    return topicId;
  }

  /** The topic is deleted with all that is in it, and made again. */
  void recreate() {
    topicId = new UUID(1, topicId.getLeastSignificantBits() + 1);
    for (int partition = 0; partition < logs.length; partition++) {
      logs[partition].recreate();
      epochs[partition]++;
    }
  }

  /** Forgets producers that were silent for long. */
  void forgetProducers() {
    for (ModelLog log : logs) {
      log.forgetProducers();
    }
  }

  /** The broker works on the request and answers. */
  void process(ModelProduce request) {
    List<PartitionProduceResponse> answers = new ArrayList<>();
    for (ModelProduce.Part part : request.parts) {
      answers.add(process(part, request, true).index(part.partition()));
    }
    if (strikes() && !answers.isEmpty()) {
      garble(answers);
    }
    TopicProduceResponse topic =
        new TopicProduceResponse()
            .name("")
            .topicId(request.parts.get(0).topicId())
            .partitionResponses(answers);
    request.processed(new ProduceResponse().responses(List.of(topic)));
  }

  private void garble(List<PartitionProduceResponse> answers) {
    switch (random.nextInt(3)) {
      case 0 -> answers.remove(random.nextInt(answers.size()));
      case 1 -> answers.add(answers.get(0));
      default -> answers.add(0, new PartitionProduceResponse().index(99));
    }
  }

  /** The broker works on a request whose connection is gone. */
  void processLate(ModelProduce request) {
    request.parts.forEach(part -> process(part, request, false));
  }

  private PartitionProduceResponse process(
      ModelProduce.Part part, ModelProduce request, boolean live) {
    int partition = part.partition();
    if (!part.topicId().equals(topicId)) {
      return answer(ErrorCode.UNKNOWN_TOPIC_ID);
    }
    if (leaders[partition] != request.nodeId) {
      return notLeader(partition);
    }
    if (part.sizeInBytes() > maxBatchBytes) {
      return answer(ErrorCode.MESSAGE_TOO_LARGE);
    }
    if (strikes()) {
      return answer(REFUSALS.get(random.nextInt(REFUSALS.size())));
    }
    if (wrong != Wrong.NOTHING && random.nextInt(10) == 0) {
      return misbehave(logs[partition], part.batch());
    }
    ErrorCode refusal = admission.of(part.batch(), partition, request.version);
    if (refusal != ErrorCode.NONE) {
      return answer(refusal);
    }
    Appended appended = logs[partition].append(part.batch());
    if (appended.error() != ErrorCode.NONE) {
      Violation.unless(
          !live || appended.error() != ErrorCode.INVALID_PRODUCER_EPOCH,
          () -> "the epoch of a partition went back: " + part.batch());
      return answer(appended.error());
    }
    if (strikes()) {
      return answer(AFTER_APPEND.get(random.nextInt(AFTER_APPEND.size())));
    }
    logs[partition].replicate();
    return answer(ErrorCode.NONE).baseOffset(appended.baseOffset());
  }

  private PartitionProduceResponse misbehave(ModelLog log, ModelLog.Batch batch) {
    if (wrong == Wrong.ACKNOWLEDGES_WITHOUT_WRITING) {
      return answer(ErrorCode.NONE).baseOffset(0);
    }
    if (wrong == Wrong.WRITES_OUT_OF_ORDER) {
      return answer(ErrorCode.NONE).baseOffset(log.insertFirst(batch));
    }
    Appended appended = log.append(batch);
    if (appended.error() != ErrorCode.NONE) {
      return answer(appended.error());
    }
    log.replicate();
    switch (wrong) {
      case WRITES_TWICE -> log.repeatLast();
      case LOSES_WHAT_IS_REPLICATED -> log.dropLast();
      default -> {
        return answer(ErrorCode.INVALID_RECORD);
      }
    }
    return answer(ErrorCode.NONE).baseOffset(appended.baseOffset());
  }

  private boolean strikes() {
    return random.nextInt(100) < faultRate;
  }

  private PartitionProduceResponse notLeader(int partition) {
    PartitionProduceResponse answer = answer(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    return random.nextBoolean()
        ? answer
        : answer.currentLeader(
            new LeaderIdAndEpoch().leaderId(leaders[partition]).leaderEpoch(epochs[partition]));
  }

  private static PartitionProduceResponse answer(ErrorCode error) {
    return new PartitionProduceResponse().errorCode(error.code()).baseOffset(-1);
  }
}
