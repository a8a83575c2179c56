package io.barnabas.benchmarks.admin;

import io.barnabas.admin.BarnabasAdmin;
import io.barnabas.benchmarks.admin.Step.Topics;
import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets both admin clients do the same with as many topics of their own, in turn. */
@Command(
    name = "admin",
    mixinStandardHelpOptions = true,
    description = "Creates, describes, lists by offset and deletes topics on a real broker.")
public final class AdminBenchmark implements Callable<Integer> {
  private static final Path LOGS = Path.of("benchmarks", "target", "broker-logs");
  private static final Duration SETTLING = Duration.ofMinutes(1);
  private static final int WARM_UP_TOPICS = 500;

  /** Both clients' patience: a slow disk is not what is measured. */
  private static final int TIMEOUT_MS = 120_000;

  @Option(
      names = "--topics",
      defaultValue = "2000",
      description = "For each client and round. Default: ${DEFAULT-VALUE}")
  private int topics;

  @Option(
      names = "--partitions",
      defaultValue = "3",
      description = "Of each topic. Default: ${DEFAULT-VALUE}")
  private int partitions;

  @Option(
      names = "--rounds",
      defaultValue = "2",
      description = "Of each client, A B B A. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Override
  public Integer call() throws Exception {
    try (KafkaCluster cluster = KafkaCluster.builder().logs(LOGS).start();
        Admin observer = client("observer", Admin::create, cluster);
        Admin ours = client("ours", BarnabasAdmin::create, cluster);
        Admin theirs = client("theirs", Admin::create, cluster)) {
      turn(ours, observer, Topics.of("warm-up", WARM_UP_TOPICS, partitions));
      turn(theirs, observer, Topics.of("warm-up", WARM_UP_TOPICS, partitions));
      StepTimes ofOurs = new StepTimes();
      StepTimes ofTheirs = new StepTimes();
      for (int round = 0; round < rounds; round++) {
        Topics each = Topics.of("round-" + round, topics, partitions);
        if (round % 2 == 0) {
          ofOurs.add(turn(ours, observer, each));
          ofTheirs.add(turn(theirs, observer, each));
        } else {
          ofTheirs.add(turn(theirs, observer, each));
          ofOurs.add(turn(ours, observer, each));
        }
      }
      print(ofOurs, ofTheirs);
    }
    return 0;
  }

  private static Admin client(
      String id, Function<Map<String, Object>, Admin> create, KafkaCluster cluster) {
    return create.apply(
        Map.of(
            "client.id",
            id,
            "bootstrap.servers",
            cluster.bootstrapServers(),
            "request.timeout.ms",
            TIMEOUT_MS,
            "default.api.timeout.ms",
            TIMEOUT_MS));
  }

  /**
   * @param observer sees when the broker has done what its controller has told it: that takes as
   *     long for both, and is not measured
   */
  private static StepTimes turn(Admin admin, Admin observer, Topics topics)
      throws InterruptedException, ExecutionException {
    StepTimes times = new StepTimes();
    for (Step step : Step.values()) {
      times.add(step, step.measure(admin, topics));
      Await.until(
          "the broker has caught up after " + step, SETTLING, () -> step.isDone(observer, topics));
    }
    return times;
  }

  private static void print(StepTimes ours, StepTimes theirs) {
    System.out.println("| step | Barnabas ms | kafka-clients ms | ratio |");
    System.out.println("|---|--:|--:|--:|");
    for (Step step : Step.values()) {
      printRow(step.name().toLowerCase(Locale.ROOT), ours.nanos(step), theirs.nanos(step));
    }
    printRow("all", ours.nanos(), theirs.nanos());
  }

  private static void printRow(String step, long ours, long theirs) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %,d | %.2f |%n",
        step,
        ours / 1_000_000,
        theirs / 1_000_000,
        (double) ours / theirs);
  }
}
