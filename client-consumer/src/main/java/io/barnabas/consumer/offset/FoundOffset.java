package io.barnabas.consumer.offset;

import java.util.Optional;

/**
 * What a leader said about an offset by time.
 *
 * @param offset -1 if there is no record that late
 * @param timestamp of that record; -1 if not known
 */
public record FoundOffset(long offset, long timestamp, Optional<Integer> leaderEpoch) {}
