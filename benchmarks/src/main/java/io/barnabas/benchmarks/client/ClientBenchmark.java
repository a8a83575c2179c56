package io.barnabas.benchmarks.client;

import io.barnabas.benchmarks.admin.AdminBenchmark;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures Barnabas and kafka-clients in turn and prints how they compare. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = AdminBenchmark.class,
    description = "Measures Barnabas and kafka-clients in turn and prints how they compare.")
public final class ClientBenchmark implements Callable<Integer> {
  private static final long MILLIS_PER_SECOND = 1_000;

  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "NAME",
      description =
          "What to measure; \"consume\" stands for all that begin so. Default: everything")
  private List<String> names = List.of("");

  @Option(names = "--list", description = "Print the workloads and their targets")
  private boolean list;

  @Option(
      names = "--rounds",
      defaultValue = "6",
      description = "Rounds of each client. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "Length of a round. Default: ${DEFAULT-VALUE}")
  private double seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "8",
      paramLabel = "SECONDS",
      description = "Before the first round. Default: ${DEFAULT-VALUE}")
  private double warmUpSeconds;

  @Option(
      names = "--jvm-option",
      paramLabel = "OPTION",
      description = "For the processes of both clients; may be repeated")
  private List<String> jvmOptions = List.of();

  @Option(names = "--smoke", description = "Check some records of each, and measure nothing")
  private boolean smoke;

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(new CommandLine(new ClientBenchmark()).execute(args));
  }

  @Override
  public Integer call() {
    List<Workload> chosen = Workloads.all().stream().filter(this::isChosen).toList();
    if (chosen.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "No such workload; see --list");
    }
    if (list) {
      chosen.forEach(ClientBenchmark::describe);
      return 0;
    }
    return smoke ? smoke(chosen) : measure(chosen);
  }

  private boolean isChosen(Workload workload) {
    return names.stream()
        .anyMatch(
            name ->
                workload.name().equals(name)
                    || Workloads.named(name) == null && workload.name().startsWith(name));
  }

  private static void describe(Workload workload) {
    System.out.println(workload.name());
    for (Target target : workload.targets()) {
      if (target.exists()) {
        String of = target.absolute() ? "" : " of kafka-clients'";
        System.out.printf("  %-20s %s%s%n", target.measure().title, target, of);
      }
    }
  }

  private static int smoke(List<Workload> chosen) {
    int unsound = 0;
    for (Workload workload : chosen) {
      if (workload.needsRealBroker()) {
        continue;
      }
      SmokeRun run = SmokeRun.of(workload, ClientKind.BARNABAS);
      System.out.printf(
          Locale.ROOT,
          "%-45s %,12d records %,6d problems%n",
          workload.name(),
          run.records(),
          run.problems());
      unsound += run.isSound() ? 0 : 1;
    }
    return unsound == 0 ? 0 : 1;
  }

  private int measure(List<Workload> chosen) {
    Runner runner =
        new Runner(
            rounds,
            (long) (seconds * MILLIS_PER_SECOND),
            (long) (warmUpSeconds * MILLIS_PER_SECOND),
            jvmOptions);
    ResultTable table = new ResultTable(System.out);
    table.printHeading();
    for (Workload workload : chosen) {
      table.print(workload, runner.compare(workload));
    }
    return 0;
  }
}
