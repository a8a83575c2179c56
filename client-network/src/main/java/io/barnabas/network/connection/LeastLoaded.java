package io.barnabas.network.connection;

import java.util.concurrent.ThreadLocalRandom;

/** Picks the best of the nodes it is offered, at random among equals. */
final class LeastLoaded {

  static final int READY = 0;
  static final int CONNECTING = 1;
  static final int UNCONNECTED = 2;

  private int best;
  private int bestRank = Integer.MAX_VALUE;
  private long bestLoad;
  private int equals;

  /**
   * @param rank how far the node is from taking a request; lower is better, whatever the load
   * @param load lower is better among equal ranks: requests in flight, or, so that those that
   *     cannot be connected to are tried in turn, when it was tried last
   */
  void offer(int nodeId, int rank, long load) {
    if (rank < bestRank || rank == bestRank && load < bestLoad) {
      best = nodeId;
      bestRank = rank;
      bestLoad = load;
      equals = 1;
    } else if (rank == bestRank
        && load == bestLoad
        && ThreadLocalRandom.current().nextInt(++equals) == 0) {
      best = nodeId;
    }
  }

  int nodeId(int none) {
    return bestRank == Integer.MAX_VALUE ? none : best;
  }
}
