package io.barnabas.benchmarks.client;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets both clients do one workload in turn, A B B A, each in a process that lives for all rounds.
 *
 * @param pairs how often each client is measured
 * @param warmUpMs before the first round, for each client
 * @param jvmOptions of the clients, beside a fixed heap and the parallel collector
 */
record Runner(int pairs, long roundMs, long warmUpMs, List<String> jvmOptions) {
  /**
   * A round's end loads classes that the JIT compiler had not reckoned with, and it throws away
   * what it made before: the first end must not be that of the warm-up.
   */
  private static final int WARM_UP_ROUNDS = 4;

  /**
   * A heap that is there from the start: else whoever allocates less goes on paying for pages that
   * are touched for the first time, long after the other.
   */
  private static final List<String> COMMON_OPTIONS =
      List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-XX:+UseParallelGC");

  Comparison compare(Workload workload) {
    try (Broker broker = Broker.start(workload);
        ChildJvm ours = client(workload, ClientKind.BARNABAS, broker);
        ChildJvm theirs = client(workload, ClientKind.KAFKA_CLIENTS, broker)) {
      warmUp(workload, broker, ours);
      warmUp(workload, broker, theirs);
      Comparison comparison = new Comparison();
      for (int i = 0; i < pairs; i++) {
        if (i % 2 == 0) {
          RoundResult first = round(workload, broker, ours);
          comparison.add(first, round(workload, broker, theirs));
        } else {
          RoundResult first = round(workload, broker, theirs);
          comparison.add(round(workload, broker, ours), first);
        }
      }
      return comparison;
    }
  }

  private ChildJvm client(Workload workload, ClientKind client, Broker broker) {
    List<String> options = new ArrayList<>(COMMON_OPTIONS);
    options.addAll(jvmOptions);
    List<String> arguments = List.of(workload.name(), client.name(), broker.bootstrapServers());
    return ChildJvm.start(WorkProcess.class, options, arguments);
  }

  private void warmUp(Workload workload, Broker broker, ChildJvm client) {
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      round(workload, broker, client, WorkProcess.WARM_UP, warmUpMs / WARM_UP_ROUNDS);
    }
  }

  private RoundResult round(Workload workload, Broker broker, ChildJvm client) {
    return round(workload, broker, client, WorkProcess.RUN, roundMs);
  }

  /** Records count if the broker has seen them: a client that says otherwise ends the run. */
  private static RoundResult round(
      Workload workload, Broker broker, ChildJvm client, String order, long milliseconds) {
    long before = broker.confirmed();
    RoundResult result =
        RoundResult.parse(client.ask(order + " " + milliseconds, RoundResult::isLine));
    long confirmed = broker.confirmed() - before;
    if (result.problems() > 0 || result.records() == 0) {
      throw new IllegalStateException(workload + " went wrong: " + result);
    }
    if (workload.produces() && confirmed != result.records()) {
      throw new IllegalStateException(
          "%s: the broker confirmed %,d records, the client says %,d"
              .formatted(workload, confirmed, result.records()));
    }
    return result;
  }
}
