package io.barnabas.it.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How much is sent and how many faults are spread over it. The seed decides their order and whom
 * they hit.
 */
record ChaosPlan(long seed, int records, int kills, int pauses, int moves) {
  private static final ChaosPlan SHORT = new ChaosPlan(1, 60_000, 2, 1, 3);
  private static final ChaosPlan LONG = new ChaosPlan(1, 1_000_000, 10, 5, 20);
  private static final ChaosPlan KILLS = new ChaosPlan(1, 300_000, 10, 0, 0);

  /**
   * {@code barnabas.chaos=long} asks for the long run, {@code kills} for one that has only kills;
   * {@code barnabas.chaos.seed} for another order.
   */
  static ChaosPlan ofSystemProperties() {
    ChaosPlan plan =
        switch (System.getProperty("barnabas.chaos", "short")) {
          case "long" -> LONG;
          case "kills" -> KILLS;
          default -> SHORT;
        };
    return plan.withSeed(Long.getLong("barnabas.chaos.seed", plan.seed));
  }

  private ChaosPlan withSeed(long other) {
    return new ChaosPlan(other, records, kills, pauses, moves);
  }

  /** All faults in the order in which they shall happen. */
  List<Fault> faults(Random random) {
    List<Fault> faults = new ArrayList<>();
    Stream.of(
            Collections.nCopies(kills, Fault.KILL),
            Collections.nCopies(pauses, Fault.PAUSE),
            Collections.nCopies(moves, Fault.MOVE))
        .forEach(faults::addAll);
    Collections.shuffle(faults, random);
    return faults;
  }
}
