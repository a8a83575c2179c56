package io.barnabas.benchmarks.admin;

import io.barnabas.admin.BarnabasAdmin;
import io.barnabas.benchmarks.admin.Step.Topics;
import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.nio.file.Files;
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
  private static final Duration SETTLING = Duration.ofMinutes(5);
  private static final int WARM_UP_TOPICS = 500;

  /** Where files are kept in memory: with each partition a disk has much to write to the end. */
  private static final Path MEMORY = Path.of("/dev/shm");

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
      defaultValue = "4",
      description = "Of each client, A B B A. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--warm-ups",
      defaultValue = "3",
      description = "Rounds of " + WARM_UP_TOPICS + " topics before. Default: ${DEFAULT-VALUE}")
  private int warmUps;

  @Override
  public Integer call() throws Exception {
    try (KafkaCluster cluster = cluster();
        Admin ours = client("ours", BarnabasAdmin::create, cluster);
        Admin theirs = client("theirs", Admin::create, cluster)) {
      for (int i = 0; i < warmUps; i++) {
        Topics some = Topics.of("warm-up-" + i, WARM_UP_TOPICS, partitions);
        turn(ours, some);
        turn(theirs, some);
      }
      StepTimes ofOurs = new StepTimes();
      StepTimes ofTheirs = new StepTimes();
      for (int round = 0; round < rounds; round++) {
        Topics each = Topics.of("round-" + round, topics, partitions);
        if (round % 2 == 0) {
          ofOurs.add(turn(ours, each));
          ofTheirs.add(turn(theirs, each));
        } else {
          ofTheirs.add(turn(theirs, each));
          ofOurs.add(turn(ours, each));
        }
      }
      print(ofOurs, ofTheirs);
    }
    return 0;
  }

  private static KafkaCluster cluster() {
    KafkaCluster.Builder builder =
        // deleted for good at once, not in the turn of the other client
        KafkaCluster.builder().logs(LOGS).setting("log.segment.delete.delay.ms", "0");
    return Files.isWritable(MEMORY) ? builder.data(MEMORY).start() : builder.start();
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
   * Until the broker has done what its controller has told it, which takes as long for both, the
   * next step waits. That is not measured.
   */
  private static StepTimes turn(Admin admin, Topics topics)
      throws InterruptedException, ExecutionException {
    StepTimes times = new StepTimes();
    for (Step step : Step.values()) {
      times.add(step, step.measure(admin, topics));
      Await.until(
          "the broker has caught up after " + step, SETTLING, () -> step.isDone(admin, topics));
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
