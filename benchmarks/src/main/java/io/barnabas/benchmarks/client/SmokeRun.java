package io.barnabas.benchmarks.client;

import io.barnabas.benchmarks.broker.SinkBroker;
import io.barnabas.benchmarks.broker.SinkCounters;
import io.barnabas.benchmarks.broker.SinkSettings;

/**
 * A workload for some thousand records, in this process, against a sink that checks everything:
 * whether what is measured is right, not how fast it is.
 *
 * @param problems of the client and of the sink together
 */
record SmokeRun(Workload workload, long records, long problems) {
  private static final long ENOUGH_RECORDS = 2_000;
  private static final long SLICE_NANOS = 50_000_000;
  private static final long LONGEST_NANOS = 30_000_000_000L;

  static SmokeRun of(Workload workload, ClientKind client) {
    SinkSettings settings = workload.sink().validating();
    try (SinkBroker broker = SinkBroker.start(settings);
        Work work = Work.start(workload, client, broker.bootstrapServers())) {
      long start = System.nanoTime();
      long records = 0;
      long problems = 0;
      while (records < ENOUGH_RECORDS && System.nanoTime() - start < LONGEST_NANOS) {
        WorkDone done = work.run(SLICE_NANOS);
        records += done.records();
        problems += done.problems();
      }
      SinkCounters counters = broker.counters();
      long unconfirmed = workload.produces() ? Math.abs(counters.produced() - records) : 0;
      return new SmokeRun(workload, records, problems + counters.errors() + unconfirmed);
    }
  }

  boolean isSound() {
    return records >= ENOUGH_RECORDS && problems == 0;
  }
}
