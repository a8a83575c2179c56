package io.barnabas.it.chaos;

import io.barnabas.it.checked.Ledger;
import io.barnabas.it.checked.LogCheck;
import io.barnabas.it.checked.LogReader;
import io.barnabas.it.checked.Verdict;
import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;

/** One run of a {@link ChaosPlan} on a cluster of three. Used by one thread. */
final class ChaosRun {
  static final int PARTITIONS = 6;

  /** What a fault takes at most, as a rule; the load is slowed down to outlast it. */
  private static final int FAULT_SECONDS = 20;

  private static final Duration LONGEST_ZOMBIE = Duration.ofSeconds(6);

  private final ChaosPlan plan;
  private final KafkaCluster cluster;
  private final Leadership leadership;
  private final Ledger ledger;
  private final Load load;
  private final Random random;
  private final ChaosReport report = new ChaosReport();

  ChaosRun(ChaosPlan plan, KafkaCluster cluster, Leadership leadership, Ledger ledger, Load load) {
    this.plan = plan;
    this.cluster = cluster;
    this.leadership = leadership;
    this.ledger = ledger;
    this.load = load;
    this.random = new Random(plan.seed());
  }

  /** Sends and breaks; returns when all is sent and every fault is over. */
  ChaosReport run(Producer<byte[], byte[]> producer) throws InterruptedException {
    List<Fault> faults = plan.faults(random);
    int perPhase = plan.records() / (faults.size() + 1);
    load.start();
    for (int i = 0; i < faults.size(); i++) {
      awaitSent((i + 1) * perPhase);
      strike(faults.get(i), perPhase);
    }
    load.finish();
    producer.flush();
    return report;
  }

  Verdict check() {
    LogCheck check = new LogCheck(ledger);
    LogReader.read(cluster.bootstrapServers(), ledger.topic(), "read_uncommitted", check);
    return check.verdict();
  }

  private void awaitSent(int count) {
    load.fast();
    Await.until(
        count + " records to be sent",
        Leadership.PATIENCE,
        () -> ledger.sent() >= count || !load.isAlive());
  }

  private void strike(Fault fault, int perPhase) {
    int partition = random.nextInt(PARTITIONS);
    int leader = leadership.leader(partition);
    int acknowledgedBefore = ledger.acknowledged();
    long beginNanos = System.nanoTime();
    switch (fault) {
      case KILL -> kill(partition, leader, perPhase);
      case PAUSE -> pause(partition, leader, perPhase);
      case MOVE -> move(partition, leader, perPhase);
    }
    leadership.awaitAllInSync();
    report.survived(fault, ledger.acknowledged() - acknowledgedBefore, msSince(beginNanos));
  }

  private void kill(int partition, int leader, int perPhase) {
    cluster.kill(leader);
    report.openAtKill(ledger.open(partition));
    slowDown(perPhase);
    awaitTakeover(Fault.KILL, partition, leader);
    cluster.start(leader);
  }

  private void pause(int partition, int leader, int perPhase) {
    cluster.pause(leader);
    slowDown(perPhase);
    awaitTakeover(Fault.PAUSE, partition, leader);
    long zombieUntil = System.nanoTime() + random.nextLong(LONGEST_ZOMBIE.toNanos());
    Await.until(
        "the pause to be over",
        LONGEST_ZOMBIE.multipliedBy(2),
        () -> System.nanoTime() - zombieUntil >= 0);
    cluster.resume(leader);
  }

  private void move(int partition, int leader, int perPhase) {
    slowDown(perPhase);
    leadership.move(partition, leader % cluster.brokers().size() + 1);
  }

  private void slowDown(int perPhase) {
    load.slow(Math.max(1, perPhase / FAULT_SECONDS));
  }

  private void awaitTakeover(Fault fault, int partition, int leader) {
    leadership.awaitLeaderOtherThan(leader, partition);
    long electedNanos = System.nanoTime();
    int acknowledged = ledger.acknowledged(partition);
    Await.until(
        "an acknowledgement by the new leader of partition " + partition,
        Leadership.PATIENCE,
        () -> ledger.acknowledged(partition) > acknowledged);
    report.recovered(fault, msSince(electedNanos));
  }

  private static long msSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
