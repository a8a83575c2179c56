package io.barnabas.admin.operation;

import io.barnabas.admin.bridge.AdminResults;
import org.apache.kafka.clients.admin.OffsetSpec;

/**
 * What ListOffsets asks for: a time in milliseconds, or a negative number that stands for a place
 * in the log.
 */
final class OffsetTimestamps {

  private static final long LATEST = -1;
  private static final long EARLIEST = -2;

  /** The record with the greatest timestamp (KIP-734). */
  private static final long MAX_TIMESTAMP = -3;

  /** The first record on the broker's own disk (KIP-405). */
  private static final long EARLIEST_LOCAL = -4;

  /** The last record in the remote tier (KIP-1005). */
  private static final long LATEST_TIERED = -5;

  /** The first record that waits to be moved to the remote tier (KIP-1023). */
  private static final long EARLIEST_PENDING_UPLOAD = -6;

  static long of(OffsetSpec spec) {
    if (spec instanceof OffsetSpec.TimestampSpec timestamp) {
      return AdminResults.get().timestamp(timestamp);
    } else if (spec instanceof OffsetSpec.EarliestSpec) {
      return EARLIEST;
    } else if (spec instanceof OffsetSpec.MaxTimestampSpec) {
      return MAX_TIMESTAMP;
    } else if (spec instanceof OffsetSpec.EarliestLocalSpec) {
      return EARLIEST_LOCAL;
    } else if (spec instanceof OffsetSpec.LatestTieredSpec) {
      return LATEST_TIERED;
    } else if (spec instanceof OffsetSpec.EarliestPendingUploadSpec) {
      return EARLIEST_PENDING_UPLOAD;
    }
    return LATEST;
  }

  /** The first version of ListOffsets that knows the timestamp. */
  static int lowestVersion(long timestamp) {
    if (timestamp >= EARLIEST) {
      return 1;
    } else if (timestamp == MAX_TIMESTAMP) {
      return 7;
    } else if (timestamp == EARLIEST_LOCAL) {
      return 8;
    } else if (timestamp == LATEST_TIERED) {
      return 9;
    }
    return 11;
  }

  private OffsetTimestamps() {}
}
