package io.barnabas.it.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** What users get: not the tests, the testkit, the examples or the benchmarks. */
final class ShippedClasses implements ImportOption {

  @Override
  public boolean includes(Location location) {
    return !location.contains("/it/")
        && !location.contains("/testkit/")
        && !location.contains("/examples/")
        && !location.contains("/benchmarks/")
        && !location.contains("/generator/");
  }
}
