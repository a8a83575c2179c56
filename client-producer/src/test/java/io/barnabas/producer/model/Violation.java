package io.barnabas.producer.model;

import java.util.function.Supplier;

/** A promise was broken. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  Violation(String what) {
    super(what);
  }

  static void unless(boolean kept, Supplier<String> what) {
    if (!kept) {
      throw new Violation(what.get());
    }
  }
}
