package io.barnabas.it.copier;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How much is copied and how many kills are spread over it.
 *
 * @param transactionVersion 2, in which each transaction brings an epoch (KIP-890), or 1
 */
record CopierPlan(int records, int copierKills, int coordinatorKills, short transactionVersion) {

  /** {@code barnabas.copier=long} asks for the long run, {@code .version=1} for the old version. */
  static CopierPlan ofSystemProperties() {
    short version = Integer.getInteger("barnabas.copier.version", 2).shortValue();
    return "long".equals(System.getProperty("barnabas.copier"))
        ? new CopierPlan(50_000, 10, 5, version)
        : new CopierPlan(6_000, 2, 2, version);
  }

  /** In the order in which they shall die: coordinators, of both kinds in turn, among copiers. */
  List<Victim> victims() {
    int all = copierKills + coordinatorKills;
    return IntStream.range(0, all)
        .mapToObj(
            i -> {
              int coordinatorsBefore = i * coordinatorKills / all;
              boolean copier = coordinatorsBefore == (i + 1) * coordinatorKills / all;
              return copier ? Victim.COPIER : coordinator(coordinatorsBefore);
            })
        .toList();
  }

  private static Victim coordinator(int number) {
    return number % 2 == 0 ? Victim.TRANSACTION_COORDINATOR : Victim.GROUP_COORDINATOR;
  }
}
