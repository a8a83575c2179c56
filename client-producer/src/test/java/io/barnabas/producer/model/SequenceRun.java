package io.barnabas.producer.model;

import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.ManualClock;
import io.barnabas.network.loop.SteppedLoop;
import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.batch.TopicQueue;
import io.barnabas.producer.delivery.DeliverySettings;
import io.barnabas.producer.delivery.Sender;
import io.barnabas.producer.delivery.TransactionGate;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.producer.idempotence.ProducerIdentity;
import io.barnabas.protocol.compress.Compression;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One random life of a producer: calls, answers, faults and time in the order that a seed says. The
 * producer's own parts run as they are; clock, connections and cluster are models.
 */
final class SequenceRun implements AutoCloseable {
  private static final int BATCH_SIZE = 300;
  private static final int MEMORY = 40 * BATCH_SIZE;
  private static final long LONG_SILENCE_MS = 100_000;
  private static final int MAX_HEALING_STEPS = 2000;

  private final Random random;
  private final boolean idempotence;
  private final SteppedLoop stepped = new SteppedLoop();
  private final ManualClock clock = stepped.clock();
  private final ModelCluster cluster;
  private final SequenceConnections connections;
  private final ModelMetadata metadata;
  private final Accumulator accumulator;
  private final Sender sender;
  private final TopicQueue topic;
  private final long deliveryTimeoutMs;
  private final List<ModelRecord> records = new ArrayList<>();

  /** Those without a result. */
  private final List<ModelRecord> open = new ArrayList<>();

  private final List<CompletableFuture<ProducerId>> wantedIds = new ArrayList<>();
  private long nextProducerId = 1;
  private boolean drained;

  /**
   * @param trace told of each step
   */
  SequenceRun(long seed, Wrong wrong, Consumer<Supplier<String>> trace) {
    random = new Random(seed);
    idempotence = random.nextInt(10) > 0;
    int partitions = 1 + random.nextInt(3);
    int maxInFlight = 1 + random.nextInt(5);
    int requestTimeoutMs = 100 + random.nextInt(1000);
    deliveryTimeoutMs = requestTimeoutMs + random.nextInt(3000);
    long lingerMs = random.nextInt(10);
    cluster = new ModelCluster(random, partitions, random.nextInt(20), wrong);
    connections =
        new SequenceConnections(
            random, clock, cluster, maxInFlight, requestTimeoutMs, idempotence, trace);
    metadata = new ModelMetadata(ModelProducer.SETTINGS, cluster, stepped.loop());
    accumulator =
        new Accumulator(
            new Accumulator.Limits(BATCH_SIZE, lingerMs, MEMORY),
            Compression.NONE,
            Compression.NONE.defaultLevel(),
            clock::nowMs,
            () -> {},
            (partition, error) -> {
              throw new Violation("a callback threw " + error);
            });
    Backoff backoff = new Backoff(20, 20);
    sender =
        new Sender(
            new DeliverySettings(
                "",
                maxInFlight,
                1 << 20,
                (short) -1,
                random.nextInt(10) == 0 ? random.nextInt(3) : Integer.MAX_VALUE,
                requestTimeoutMs,
                deliveryTimeoutMs,
                backoff),
            lingerMs,
            accumulator,
            connections,
            metadata.metadata,
            idempotence ? identity(backoff) : ProducerIdentity.off(),
            TransactionGate.NONE,
            clock);
    metadata.metadata.onUpdate(sender::onMetadata);
    topic = accumulator.topic(ModelMetadata.TOPIC);
    topic.learn(metadata.snapshot().topic(ModelMetadata.TOPIC), 1);
  }

  private ProducerIdentity identity(Backoff backoff) {
    return new ProducerIdentity(
        "", this::askForId, error -> sender.onNoProducerId(error), () -> {}, backoff);
  }

  private CompletableFuture<ProducerId> askForId() {
    CompletableFuture<ProducerId> wanted = new CompletableFuture<>();
    wantedIds.add(wanted);
    return wanted;
  }

  /** Lives, heals, ends, and is checked. */
  void run() {
    int steps = 30 + random.nextInt(120);
    for (int i = 0; i < steps; i++) {
      step();
      poll();
    }
    end();
    heal();
    check();
  }

  private void step() {
    int chance = random.nextInt(100);
    int node = 1 + random.nextInt(ModelCluster.NODES);
    int partition = random.nextInt(cluster.leaders.length);
    if (chance < 30) {
      send(partition);
    } else if (chance < 50) {
      connections.process(node);
    } else if (chance < 70) {
      connections.answer(node);
    } else if (chance < 78) {
      advance(random.nextInt(30));
    } else if (chance < 80) {
      advance(random.nextInt(600));
    } else if (chance < 84) {
      sender.flush();
    } else if (chance < 88) {
      answerForId();
    } else if (chance < 92) {
      metadata.update();
    } else if (chance < 95) {
      connections.processLeft();
    } else {
      fault(node, partition);
    }
  }

  private void fault(int node, int partition) {
    switch (random.nextInt(12)) {
      case 0, 1 -> cluster.moveLeader(partition);
      case 2, 3 -> connections.down(node, true);
      case 4, 5 -> connections.down(node, false);
      case 6, 7 -> cluster.limitBatches(random.nextBoolean() ? 100 + random.nextInt(200) : 1 << 20);
      case 8 -> recreate();
      case 9 -> beSilent();
      default -> connections.disconnect(node);
    }
  }

  private void recreate() {
    if (random.nextInt(3) == 0) {
      cluster.recreate();
    }
  }

  /** For so long that brokers forget the producer. */
  private void beSilent() {
    advance(LONG_SILENCE_MS);
    poll();
    if (connections.isIdle()) {
      connections.forgetProducers();
    }
  }

  private void send(int partition) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      ModelRecord record = new ModelRecord("r" + records.size(), partition, clock.nowMs());
      try {
        record.append(accumulator, topic, random.nextInt(100));
        records.add(record);
        open.add(record);
      } catch (TimeoutException e) {
        return;
      }
    }
  }

  private void advance(long ms) {
    clock.advance(ms);
    connections.breakOverdue();
  }

  private void answerForId() {
    if (wantedIds.isEmpty()) {
      return;
    }
    CompletableFuture<ProducerId> wanted = wantedIds.remove(0);
    switch (random.nextInt(12)) {
      case 0 -> wanted.completeExceptionally(new ClusterAuthorizationException("no"));
      case 1, 2 -> wanted.completeExceptionally(new CoordinatorLoadInProgressException("wait"));
      default -> wanted.complete(newId());
    }
  }

  /** No epoch fences what is left under another id: that the client cannot help. */
  private ProducerId newId() {
    connections.forgetOlderProducers(nextProducerId);
    int epoch = random.nextInt(3) > 0 ? 0 : Short.MAX_VALUE - random.nextInt(3);
    return new ProducerId(nextProducerId++, (short) epoch);
  }

  private void poll() {
    sender.poll(clock.nowMs());
    open.removeIf(ModelRecord::isDone);
    for (ModelRecord record : open) {
      Violation.unless(
          clock.nowMs() - record.sentMs < deliveryTimeoutMs,
          () -> record.value + " has no result in time");
    }
  }

  private void end() {
    if (random.nextInt(4) == 0) {
      sender.abort(new KafkaException("closed"));
      drained = true;
    } else {
      sender.drain(() -> drained = true);
    }
  }

  /** All goes well from here on, until nothing is left to do. */
  private void heal() {
    cluster.heal();
    for (int i = 0; i < MAX_HEALING_STEPS && !(isDone() && connections.isIdle()); i++) {
      if (i % 8 == 0) {
        metadata.update();
      }
      while (!wantedIds.isEmpty()) {
        wantedIds.remove(0).complete(newId());
      }
      for (int node = 1; node <= ModelCluster.NODES; node++) {
        connections.down(node, false);
        connections.process(node);
        connections.answer(node);
      }
      connections.processLeft();
      advance(5);
      poll();
    }
  }

  private boolean isDone() {
    return drained && open.isEmpty();
  }

  private void check() {
    Violation.unless(isDone(), () -> "not every record has its result");
    Violation.unless(
        accumulator.pool().availableBytes() == MEMORY,
        () -> "memory is missing: " + (MEMORY - accumulator.pool().availableBytes()));
    for (int partition = 0; partition < cluster.logs.length; partition++) {
      int number = partition;
      List<ModelRecord> sent = records.stream().filter(r -> r.partition == number).toList();
      new LogCheck(sent, cluster.logs[partition].incarnations(), idempotence).check();
    }
  }

  @Override
  public void close() {
    stepped.close();
  }
}
