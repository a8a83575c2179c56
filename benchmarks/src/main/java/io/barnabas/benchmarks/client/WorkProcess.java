package io.barnabas.benchmarks.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * The process of one client: for each line with a number of milliseconds it works for so long and
 * prints what came of it. Ends with its input.
 */
final class WorkProcess {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Workload, client, bootstrap servers. */
  public static void main(String[] args) throws IOException {
    Workload workload = Workloads.named(args[0]);
    ClientKind client = ClientKind.valueOf(args[1]);
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (Work work = Work.start(workload, client, args[2])) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        System.out.println(round(work, Long.parseLong(order) * NANOS_PER_MILLI).toLine());
      }
    }
  }

  private static RoundResult round(Work work, long nanos) {
    ProcessUsage start = ProcessUsage.now();
    WorkDone done = work.run(nanos);
    return RoundResult.of(done, ProcessUsage.now().since(start));
  }

  private WorkProcess() {}
}
