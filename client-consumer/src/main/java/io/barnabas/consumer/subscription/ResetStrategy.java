package io.barnabas.consumer.subscription;

import java.time.Duration;

/**
 * Where to begin without a valid position ({@code auto.offset.reset}).
 *
 * @param duration how far back, for {@link Kind#BY_DURATION}; else null (KIP-1106)
 */
public record ResetStrategy(Kind kind, Duration duration) {
  public static final ResetStrategy EARLIEST = new ResetStrategy(Kind.EARLIEST, null);
  public static final ResetStrategy LATEST = new ResetStrategy(Kind.LATEST, null);
  public static final ResetStrategy NONE = new ResetStrategy(Kind.NONE, null);

  /** ListOffsets' special timestamps. */
  public static final long EARLIEST_TIMESTAMP = -2;

  public static final long LATEST_TIMESTAMP = -1;

  private static final String BY_DURATION = "by_duration:";

  public enum Kind {
    EARLIEST,
    LATEST,
    NONE,
    BY_DURATION
  }

  /** From the value of the option, which has been validated before. */
  public static ResetStrategy parse(String option) {
    return switch (option) {
      case "earliest" -> EARLIEST;
      case "latest" -> LATEST;
      case "none" -> NONE;
      default -> byDuration(Duration.parse(option.substring(BY_DURATION.length())));
    };
  }

  private static ResetStrategy byDuration(Duration duration) {
    return new ResetStrategy(Kind.BY_DURATION, duration);
  }

  /**
   * What to ask ListOffsets for.
   *
   * @param wallMs milliseconds since 1970
   */
  public long timestamp(long wallMs) {
    return switch (kind) {
      case EARLIEST -> EARLIEST_TIMESTAMP;
      case LATEST -> LATEST_TIMESTAMP;
      case BY_DURATION -> Math.max(0, wallMs - duration.toMillis());
      case NONE -> throw new IllegalStateException("There is no position to reset to");
    };
  }

  @Override
  public String toString() {
    return duration == null ? kind.name() : kind + ":" + duration;
  }
}
