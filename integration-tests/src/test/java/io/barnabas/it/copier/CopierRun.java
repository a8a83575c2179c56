package io.barnabas.it.copier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** One run of a {@link CopierPlan} on a cluster of three. Used by one thread. */
final class CopierRun {
  static final int PARTITIONS = 3;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final CopierPlan plan;
  private final KafkaCluster cluster;
  private final Admin admin;

  CopierRun(CopierPlan plan, KafkaCluster cluster, Admin admin) {
    this.plan = plan;
    this.cluster = cluster;
    this.admin = admin;
  }

  /** The value of the source's record of that number, which is in partition number modulo 3. */
  static String value(int number) {
    return "record-" + number;
  }

  void fillSource() {
    cluster.createTopic(Copier.SOURCE, PARTITIONS);
    cluster.createTopic(Copier.COPY, PARTITIONS);
    Map<String, Object> config = Map.of("bootstrap.servers", cluster.bootstrapServers());
    try (Producer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < plan.records(); i++) {
        producer.send(new ProducerRecord<>(Copier.SOURCE, i % PARTITIONS, null, value(i)));
      }
    }
  }

  /** Copies and kills; returns how many copiers have ended by themselves before the end. */
  int copyUnderFire() throws Exception {
    try (CopierProcess copier = new CopierProcess(cluster.bootstrapServers())) {
      List<Victim> victims = plan.victims();
      int perPhase = plan.records() / (victims.size() + 2);
      for (int i = 0; i < victims.size(); i++) {
        awaitCopied(copier, (i + 1) * perPhase);
        kill(victims.get(i), copier);
      }
      Await.until("the whole copy", PATIENCE, () -> copier.keepAlive() && isComplete());
      assertEquals(0, copier.end());
      return copier.failures();
    }
  }

  private static void awaitCopied(CopierProcess copier, int count) {
    Await.until(
        count + " records to be copied",
        PATIENCE,
        () -> copier.keepAlive() && copier.copied() >= count);
  }

  private void kill(Victim victim, CopierProcess copier) throws Exception {
    switch (victim) {
      case COPIER -> copier.killAndReplace();
      case TRANSACTION_COORDINATOR ->
          killAndStart(
              admin
                  .describeTransactions(List.of(Copier.NAME))
                  .description(Copier.NAME)
                  .get()
                  .coordinatorId());
      case GROUP_COORDINATOR ->
          killAndStart(
              admin
                  .describeConsumerGroups(List.of(Copier.NAME))
                  .describedGroups()
                  .get(Copier.NAME)
                  .get()
                  .coordinator()
                  .id());
    }
  }

  private void killAndStart(int broker) {
    cluster.kill(broker);
    cluster.start(broker);
  }

  /** The group has committed all that the source holds. */
  private boolean isComplete() throws Exception {
    var committed = admin.listConsumerGroupOffsets(Copier.NAME).partitionsToOffsetAndMetadata();
    long copied = committed.get().values().stream().mapToLong(each -> each.offset()).sum();
    return copied == plan.records();
  }
}
