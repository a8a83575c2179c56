package org.apache.kafka.clients.admin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ResourceNotFoundException;

/**
 * A {@link DescribeUserScramCredentialsResult} of descriptions: the original's constructor wants
 * the internal type of an answer. A user who has no credentials is described as such by {@link
 * #all}, is none of the {@link #users}, and fails by name.
 */
final class BarnabasScramDescriptions extends DescribeUserScramCredentialsResult {

  private final KafkaFuture<Map<UserScramCredentialsDescription, Optional<ApiException>>> outcomes;

  BarnabasScramDescriptions(
      KafkaFuture<Map<UserScramCredentialsDescription, Optional<ApiException>>> outcomes) {
    super(KafkaFuture.completedFuture(null));
    this.outcomes = outcomes;
  }

  @Override
  public KafkaFuture<Map<String, UserScramCredentialsDescription>> all() {
    return outcomes.thenApply(BarnabasScramDescriptions::byName);
  }

  private static Map<String, UserScramCredentialsDescription> byName(
      Map<UserScramCredentialsDescription, Optional<ApiException>> outcomes) {
    Map<String, UserScramCredentialsDescription> byName = new HashMap<>();
    outcomes.forEach(
        (user, failure) -> {
          if (failure.isPresent() && !isAbsent(failure)) {
            throw failure.get();
          }
          byName.put(user.name(), user);
        });
    return byName;
  }

  @Override
  public KafkaFuture<List<String>> users() {
    return outcomes.thenApply(BarnabasScramDescriptions::present);
  }

  private static List<String> present(
      Map<UserScramCredentialsDescription, Optional<ApiException>> outcomes) {
    return outcomes.entrySet().stream()
        .filter(user -> !isAbsent(user.getValue()))
        .map(user -> user.getKey().name())
        .toList();
  }

  private static boolean isAbsent(Optional<ApiException> failure) {
    return failure.isPresent() && failure.get() instanceof ResourceNotFoundException;
  }

  @Override
  public KafkaFuture<UserScramCredentialsDescription> description(String userName) {
    return outcomes.thenApply(users -> described(userName, users));
  }

  private static UserScramCredentialsDescription described(
      String userName, Map<UserScramCredentialsDescription, Optional<ApiException>> outcomes) {
    for (Map.Entry<UserScramCredentialsDescription, Optional<ApiException>> user :
        outcomes.entrySet()) {
      if (user.getKey().name().equals(userName)) {
        if (user.getValue().isPresent()) {
          throw user.getValue().get();
        }
        return user.getKey();
      }
    }
    throw new ResourceNotFoundException("No such user: " + userName);
  }
}
