package io.barnabas.consumer.subscription;

import java.util.Optional;

/**
 * The next record to hand to the application.
 *
 * @param leaderEpoch the epoch of the last record before it, if known (KIP-320)
 */
public record FetchPosition(long offset, Optional<Integer> leaderEpoch) {

  @Override
  public String toString() {
    return "offset " + offset + leaderEpoch.map(epoch -> " (epoch " + epoch + ")").orElse("");
  }
}
