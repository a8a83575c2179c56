package io.barnabas.it.architecture;

import java.util.Set;

/**
 * Classes of kafka-clients' inner packages that its own public classes load when they are used:
 * each with the public class that brings it.
 */
final class KnownHelpers {

  private static final Set<String> NAMES = Set.of();

  static boolean contains(String className) {
    return NAMES.contains(className);
  }

  private KnownHelpers() {}
}
