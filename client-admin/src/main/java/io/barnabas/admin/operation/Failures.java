package io.barnabas.admin.operation;

import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.protocol.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.ApiException;

/** Error codes as the exceptions that users see. */
public final class Failures {

  /** For each item the exception it failed with, or empty. */
  public static <K> Map<K, Optional<ApiException>> byItem(Map<K, ErrorCode> outcomes) {
    Map<K, Optional<ApiException>> failures = new HashMap<>();
    outcomes.forEach(
        (item, error) -> failures.put(item, Optional.ofNullable(ErrorExceptions.of(error))));
    return failures;
  }

  private Failures() {}
}
