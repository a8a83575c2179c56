package io.barnabas.producer.model;

import io.barnabas.network.loop.SteppedLoop;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.producer.transaction.TransactionState;
import io.barnabas.protocol.ErrorCode;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * One random life of a transactional producer: calls, answers, faults and time in the order that a
 * seed says. The producer's own parts run as they are; clock, connections and brokers are models.
 */
final class TransactionRun implements AutoCloseable {
  private static final short FIRST_PRODUCE_OF_TV2 = 12;
  private static final int HEALING_STEP_MS = 5;

  private final Random random;
  private final SteppedLoop stepped = new SteppedLoop();
  private final ModelCluster cluster;
  private final ModelCoordinator truth;
  private final ModelCoordinators coordinators;
  private final TransactionConnections connections;
  private final ModelMetadata metadata;
  private final ModelProducer producer;
  private final ModelApplication application;

  /** In which all that was begun has to come to its end. */
  private final long maxHealingMs;

  /** Whether coordinators do not raise epochs on request. */
  private final boolean old;

  /** Whether nothing goes wrong, so that nothing may fail. */
  private final boolean calm;

  private boolean over;
  private boolean ended;
  private boolean endedAtOnce;

  /**
   * @param trace told of each step
   */
  TransactionRun(long seed, WrongCoordinator wrong, Consumer<Supplier<String>> trace) {
    random = new Random(seed);
    int transactionVersion = 1 + random.nextInt(2);
    calm = random.nextInt(8) == 0;
    int faultRate = calm || random.nextInt(3) == 0 ? 0 : random.nextInt(15);
    cluster = new ModelCluster(random, 1 + random.nextInt(3), faultRate, Wrong.NOTHING);
    truth = new ModelCoordinator(random, cluster.logs, wrong);
    cluster.admission(this::admit);
    coordinators = new ModelCoordinators(random, truth, faultRate);
    old = transactionVersion == 1 && random.nextInt(8) == 0;
    connections =
        new TransactionConnections(
            random, stepped.clock(), cluster, truth, coordinators, old, this::isFatal, trace);
    metadata = new ModelMetadata(ModelProducer.SETTINGS, cluster, stepped.loop());
    ModelProducer.Limits limits =
        new ModelProducer.Limits(
            random.nextInt(10),
            1 + random.nextInt(5),
            ModelProducer.REQUEST_TIMEOUT_MS + random.nextInt(1500),
            50 + random.nextInt(1000));
    maxHealingMs = limits.deliveryTimeoutMs() + 2 * ModelProducer.REQUEST_TIMEOUT_MS;
    producer = new ModelProducer(stepped, limits, connections, metadata);
    producer.learnVersion(transactionVersion);
    application =
        new ModelApplication(random, stepped.clock(), producer, limits.maxBlockMs(), trace);
  }

  private ErrorCode admit(ModelLog.Batch batch, int partition, short version) {
    ProducerId id = new ProducerId(batch.producerId(), batch.epoch());
    return truth.admit(id, partition, version >= FIRST_PRODUCE_OF_TV2);
  }

  private boolean isFatal() {
    return producer.manager.state() == TransactionState.FATAL_ERROR;
  }

  /** Lives, heals, ends, and is checked. */
  void run() {
    int steps = 40 + random.nextInt(120);
    for (int i = 0; i < steps; i++) {
      if (calm) {
        calmStep();
      } else {
        step();
      }
      stepped.settle();
    }
    boolean early = random.nextInt(3) == 0;
    if (early) {
      end();
    }
    heal(() -> early ? isOver() : !application.isWaiting() && !application.mustRepeat());
    if (!early) {
      end();
      heal(this::isOver);
    }
    check();
  }

  private void step() {
    int chance = random.nextInt(100);
    int node = connections.anyNode();
    if (chance < 35 && !application.isWaiting()) {
      application.step();
    } else if (chance < 65) {
      connections.process(node);
      application.look();
    } else if (chance < 82) {
      connections.answer(node);
    } else if (chance < 88) {
      advance(random.nextInt(30));
    } else if (chance < 90) {
      advance(random.nextInt(600));
    } else if (chance < 92) {
      metadata.update();
    } else if (chance < 94) {
      connections.processLeft();
    } else if (chance < 96) {
      truth.complete();
    } else {
      fault(node);
    }
  }

  private void calmStep() {
    application.step();
    stepped.settle();
    answerAll();
    advance(random.nextInt(3));
  }

  private void answerAll() {
    for (int node = 1; node <= ModelCluster.NODES; node++) {
      connections.process(node);
      connections.answer(node);
    }
    truth.complete();
  }

  private void fault(int node) {
    switch (random.nextInt(20)) {
      case 0, 1 -> cluster.moveLeader(random.nextInt(cluster.leaders.length));
      case 2, 3, 4 -> connections.down(node, true);
      case 5, 6, 7 -> connections.down(node, false);
      case 8, 9, 10 -> coordinators.move();
      case 11 -> upgrade();
      case 12 -> takeOver();
      default -> connections.disconnect(node);
    }
  }

  private void upgrade() {
    if (!old && random.nextInt(4) == 0) {
      producer.learnVersion(2);
    }
  }

  private void takeOver() {
    switch (random.nextInt(6)) {
      case 0 -> coordinators.takeOver();
      case 1 -> coordinators.expire();
      default -> {}
    }
  }

  private void advance(long ms) {
    stepped.clock().advance(ms);
    connections.breakOverdue();
    stepped.settle();
    application.look();
  }

  private void end() {
    ended = true;
    endedAtOnce = random.nextInt(4) == 0;
    if (endedAtOnce) {
      producer.endAtOnce();
      over = true;
    } else {
      producer.end(() -> over = true);
    }
  }

  private boolean isOver() {
    return over && connections.isIdle();
  }

  /** All goes well from here on, until {@code isDone}. */
  private void heal(BooleanSupplier isDone) {
    cluster.heal();
    coordinators.heal();
    stepped.settle();
    long limitMs = stepped.clock().nowMs() + maxHealingMs;
    for (int i = 0; !isDone.getAsBoolean(); i++) {
      Violation.unless(
          stepped.clock().nowMs() < limitMs, () -> "stuck in " + producer.manager.state());
      if (i % 8 == 0) {
        metadata.update();
      }
      for (int node = 1; node <= ModelCluster.NODES; node++) {
        connections.down(node, false);
      }
      answerAll();
      connections.processLeft();
      if (!ended && application.mustRepeat()) {
        application.repeat();
      }
      advance(HEALING_STEP_MS);
    }
  }

  private void check() {
    Violation.unless(
        application.records().stream().allMatch(ModelRecord::isDone), () -> "without a result");
    Violation.unless(producer.holdsNoMemory(), () -> "memory is missing");
    if (endedAtOnce || isFatal()) {
      truth.expire();
    }
    truth.complete();
    Violation.unless(
        !calm || endedAtOnce || application.failures() == 0, () -> "failed for no reason");
    TransactionCheck check = new TransactionCheck(cluster.logs, truth.committedOffsets());
    check.check(application.transactions());
    check.checkNothingHangs();
    Violation.unless(!isFenced() || coordinators.mayFence(), () -> "fenced by nobody");
  }

  private boolean isFenced() {
    try {
      producer.transactions.refuseRecord(new TopicPartition(ModelMetadata.TOPIC, 0));
      return false;
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      return true;
    } catch (KafkaException | IllegalStateException e) {
      return e.getCause() instanceof InvalidPidMappingException;
    }
  }

  @Override
  public void close() {
    stepped.close();
  }
}
