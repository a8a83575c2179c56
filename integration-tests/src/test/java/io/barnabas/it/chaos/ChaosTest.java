package io.barnabas.it.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.it.checked.Ledger;
import io.barnabas.it.checked.Verdict;
import io.barnabas.producer.BarnabasProducer;
import io.barnabas.testkit.KafkaCluster;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nothing that was sent is lost, doubled, out of order or changed, whatever befalls the leaders.
 */
@Timeout(900)
class ChaosTest {
  private static final String TOPIC = "chaos";

  @Test
  void everyRecordIsThereOnceInOrderAndWhole() throws Exception {
    ChaosPlan plan = ChaosPlan.ofSystemProperties();
    try (KafkaCluster cluster = cluster();
        Leadership leadership = new Leadership(cluster, TOPIC);
        Producer<byte[], byte[]> producer = producer(cluster, plan)) {
      cluster.createTopic(TOPIC, ChaosRun.PARTITIONS);
      Ledger ledger = new Ledger(TOPIC, ChaosRun.PARTITIONS);
      Load load = new Load(ledger, producer, ChaosRun.PARTITIONS, plan.records());
      ChaosRun run = new ChaosRun(plan, cluster, leadership, ledger, load);

      ChaosReport report = run.run(producer);
      Verdict verdict = run.check();

      System.out.println(plan + "\n" + report + "\n" + ledger.sent() + " sent, " + verdict);
      assertTrue(verdict.isClean(), () -> verdict + " " + ledger.failures());
      assertTrue(verdict.read() >= plan.records());
      assertEquals(plan.kills(), report.count(Fault.KILL));
      assertEquals(plan.pauses(), report.count(Fault.PAUSE));
      assertEquals(plan.moves(), report.count(Fault.MOVE));
      assertTrue(report.hitWhileSending(), report::toString);
    }
  }

  /** Followers come to a new leader at once: how long that takes is not the producer's doing. */
  private static KafkaCluster cluster() {
    return KafkaCluster.builder()
        .brokers(3)
        .setting("min.insync.replicas", "2")
        .setting("replica.fetch.backoff.ms", "50")
        .start();
  }

  /** Impatient where brokers fall silent, so that requests also end by their deadline. */
  private static Producer<byte[], byte[]> producer(KafkaCluster cluster, ChaosPlan plan) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            cluster.bootstrapServers(),
            "request.timeout.ms",
            plan.pauses() > 0 ? 4_000 : 30_000);
    return new BarnabasProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
