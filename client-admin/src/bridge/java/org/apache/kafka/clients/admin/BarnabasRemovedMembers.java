package org.apache.kafka.clients.admin;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;

/**
 * A {@link RemoveMembersFromConsumerGroupResult} of exceptions: the original's constructor wants an
 * internal type of kafka-clients.
 */
final class BarnabasRemovedMembers extends RemoveMembersFromConsumerGroupResult {

  private final KafkaFuture<Map<String, Optional<ApiException>>> failures;

  /** Empty if all were to be removed. */
  private final Set<MemberToRemove> members;

  private final KafkaFuture<Void> everyone;

  BarnabasRemovedMembers(
      KafkaFuture<Map<String, Optional<ApiException>>> failures,
      Set<MemberToRemove> members,
      KafkaFuture<Void> everyone) {
    super(null, members);
    this.failures = failures;
    this.members = members;
    this.everyone = everyone;
  }

  @Override
  public KafkaFuture<Void> all() {
    return members.isEmpty() ? everyone : failures.thenApply(this::checkAll);
  }

  private Void checkAll(Map<String, Optional<ApiException>> byInstance) {
    members.forEach(member -> check(member, byInstance));
    return null;
  }

  @Override
  public KafkaFuture<Void> memberResult(MemberToRemove member) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("No member was named: all were to be removed");
    }
    if (!members.contains(member)) {
      throw new IllegalArgumentException(
          "Member " + member.groupInstanceId() + " was not to be removed");
    }
    return failures.thenApply(byInstance -> check(member, byInstance));
  }

  private static Void check(MemberToRemove member, Map<String, Optional<ApiException>> byInstance) {
    String instance = member.groupInstanceId();
    return BarnabasOutcomes.orThrow("member " + instance, byInstance.get(instance));
  }
}
