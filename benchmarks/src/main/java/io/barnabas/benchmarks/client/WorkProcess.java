package io.barnabas.benchmarks.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * The process of one client: each line says what to do and for how many milliseconds; it does so
 * and prints what came of it. Ends with its input.
 */
final class WorkProcess {
  /** Works as it is measured. */
  static final String RUN = "run";

  /** Works as it is best before that. */
  static final String WARM_UP = "warm-up";

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Workload, client, bootstrap servers. */
  public static void main(String[] args) throws IOException {
    Workload workload = Workloads.named(args[0]);
    ClientKind client = ClientKind.valueOf(args[1]);
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (Work work = Work.start(workload, client, args[2])) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        String[] words = order.split(" ");
        long nanos = Long.parseLong(words[1]) * NANOS_PER_MILLI;
        System.out.println(round(work, words[0], nanos).toLine());
      }
    }
  }

  private static RoundResult round(Work work, String order, long nanos) {
    ProcessUsage start = ProcessUsage.now();
    WorkDone done = order.equals(WARM_UP) ? work.warmUp(nanos) : work.run(nanos);
    return RoundResult.of(done, ProcessUsage.now().since(start));
  }

  private WorkProcess() {}
}
