package io.barnabas.it.copier;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.KafkaCluster;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The copy holds each record once, however often copiers and coordinators are killed. */
@Timeout(900)
class CopierTest {

  @Test
  void eachRecordIsCopiedOnce() throws Exception {
    CopierPlan plan = CopierPlan.ofSystemProperties();
    try (KafkaCluster cluster =
            KafkaCluster.builder().brokers(3).setting("min.insync.replicas", "2").start();
        Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      use(plan.transactionVersion(), admin);
      CopierRun run = new CopierRun(plan, cluster, admin);
      run.fillSource();

      int failures = run.copyUnderFire();

      System.out.printf("%s: %d copiers ended by themselves%n", plan, failures);
      CopyCheck.requireNothingHanging(admin);
      CopyCheck.requireEachRecordOnce(cluster.bootstrapServers(), plan.records());
      assertTrue(failures <= plan.coordinatorKills(), failures + " copiers ended by themselves");
    }
  }

  private static void use(short transactionVersion, Admin admin) throws Exception {
    if (transactionVersion != 2) {
      FeatureUpdate update =
          new FeatureUpdate(transactionVersion, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
      admin
          .updateFeatures(Map.of("transaction.version", update), new UpdateFeaturesOptions())
          .all()
          .get();
    }
  }
}
