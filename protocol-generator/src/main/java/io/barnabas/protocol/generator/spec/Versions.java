package io.barnabas.protocol.generator.spec;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * A closed range of message versions. An open end ({@code 3+}) is {@link #OPEN_END}; a range that
 * holds nothing is {@link #NONE}.
 */
public record Versions(int lowest, int highest) {

  /** The upper end of a range without an end. */
  public static final int OPEN_END = Short.MAX_VALUE;

  /** Holds no version. */
  public static final Versions NONE = new Versions(0, -1);

  /** Holds every version. */
  public static final Versions ALL = new Versions(0, OPEN_END);

  /** Reads {@code none}, {@code 4}, {@code 3-5} or {@code 3+}. */
  @JsonCreator
  public static Versions parse(String text) {
    String range = text.strip();
    if (range.equals("none")) {
      return NONE;
    }
    if (range.endsWith("+")) {
      return new Versions(version(range, range.substring(0, range.length() - 1)), OPEN_END);
    }
    int dash = range.indexOf('-');
    if (dash < 0) {
      int only = version(range, range);
      return new Versions(only, only);
    }
    Versions parsed =
        new Versions(
            version(range, range.substring(0, dash)), version(range, range.substring(dash + 1)));
    if (parsed.isEmpty()) {
      throw new IllegalArgumentException("A version range that runs backwards: " + text);
    }
    return parsed;
  }

  private static int version(String range, String digits) {
    try {
      return Short.parseShort(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Not a version range: " + range, e);
    }
  }

  public boolean isEmpty() {
    return lowest > highest;
  }

  public boolean contains(int version) {
    return lowest <= version && version <= highest;
  }

  /** Whether every version of {@code other} is in this range. */
  public boolean containsAll(Versions other) {
    return other.isEmpty() || (lowest <= other.lowest && other.highest <= highest);
  }

  /** The versions in both ranges. */
  public Versions intersect(Versions other) {
    Versions both = new Versions(Math.max(lowest, other.lowest), Math.min(highest, other.highest));
    return isEmpty() || other.isEmpty() || both.isEmpty() ? NONE : both;
  }

  /** As the specs write it. */
  @Override
  public String toString() {
    if (isEmpty()) {
      return "none";
    }
    if (highest == OPEN_END) {
      return lowest + "+";
    }
    return lowest == highest ? Integer.toString(lowest) : lowest + "-" + highest;
  }
}
