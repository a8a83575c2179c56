package io.barnabas.protocol.generator.emit;

import io.barnabas.protocol.generator.spec.Versions;
import java.util.function.IntFunction;

/** Java expressions over {@code version} that say no more than the possible versions call for. */
final class VersionExpression {

  static final String ALWAYS = "true";
  static final String NEVER = "false";

  private VersionExpression() {}

  /** Whether the version is one of {@code wanted}, given that it is one of {@code possible}. */
  static String in(Versions wanted, Versions possible) {
    Versions both = wanted.intersect(possible);
    if (both.isEmpty()) {
      return NEVER;
    }
    boolean fromStart = both.lowest() == possible.lowest();
    boolean toEnd = both.highest() == possible.highest();
    if (fromStart && toEnd) {
      return ALWAYS;
    }
    if (toEnd) {
      return "version >= " + both.lowest();
    }
    if (fromStart) {
      return "version <= " + both.highest();
    }
    return "version >= " + both.lowest() + " && version <= " + both.highest();
  }

  /** The opposite of {@link #in}. */
  static String notIn(Versions wanted, Versions possible) {
    Versions both = wanted.intersect(possible);
    if (both.isEmpty()) {
      return ALWAYS;
    }
    boolean someBelow = both.lowest() > possible.lowest();
    boolean someAbove = both.highest() < possible.highest();
    String below = "version < " + both.lowest();
    String above = "version > " + both.highest();
    if (someBelow && someAbove) {
      return "(" + below + " || " + above + ")";
    }
    if (someBelow) {
      return below;
    }
    return someAbove ? above : NEVER;
  }

  /** A choice between two expressions; the condition only if there is one. */
  static String choose(String condition, String then, String otherwise) {
    return switch (condition) {
      case ALWAYS -> then;
      case NEVER -> otherwise;
      default -> condition + " ? " + then + " : " + otherwise;
    };
  }

  /** The value of a function of the version, as a chain of conditions from the highest down. */
  static <T> String valueOf(Versions possible, IntFunction<T> function) {
    StringBuilder chain = new StringBuilder();
    int version = possible.highest();
    while (true) {
      T value = function.apply(version);
      int lowest = version;
      while (lowest > possible.lowest() && function.apply(lowest - 1).equals(value)) {
        lowest--;
      }
      if (lowest == possible.lowest()) {
        return chain.append(value).toString();
      }
      chain.append("version >= ").append(lowest).append(" ? ").append(value).append(" : ");
      version = lowest - 1;
    }
  }
}
