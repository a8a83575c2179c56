package io.barnabas.it.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** What users get: not the tests, the testkit, the examples or the benchmarks. */
final class ShippedClasses implements ImportOption {

  @Override
  public boolean includes(Location location) {
    return !location.contains("/io/barnabas/it/")
        && !location.contains("/io/barnabas/testkit/")
        && !location.contains("/io/barnabas/examples/")
        && !location.contains("/io/barnabas/benchmarks/")
        && !location.contains("/io/barnabas/protocol/generator/");
  }
}
