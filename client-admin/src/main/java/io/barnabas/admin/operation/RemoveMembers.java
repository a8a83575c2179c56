package io.barnabas.admin.operation;

import io.barnabas.admin.driver.AdminDriver;
import io.barnabas.admin.driver.AdminFuture;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.protocol.ErrorCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;

/**
 * Removes the members of a group that are named, or all that it has: these are asked for first. Any
 * thread; the result completes on the loop.
 */
public final class RemoveMembers {

  private static final String DEFAULT_REASON = "member was removed by an admin";
  private static final int MAX_REASON_LENGTH = 255;

  private final AdminDriver driver;
  private final String groupId;
  private final RemoveMembersFromConsumerGroupOptions options;

  /** Of both steps together. */
  private final long deadlineMs;

  public RemoveMembers(
      AdminDriver driver, String groupId, RemoveMembersFromConsumerGroupOptions options) {
    this.driver = driver;
    this.groupId = groupId;
    this.options = options;
    this.deadlineMs = driver.deadlineMs(options.timeoutMs());
  }

  /** The error of each member. */
  public KafkaFuture<Map<RemovedMember, ErrorCode>> start() {
    return options.removeAll()
        ? removeAll()
        : remove(
            options.members().stream()
                .map(member -> RemovedMember.byInstance(member.groupInstanceId()))
                .toList());
  }

  private KafkaFuture<Map<RemovedMember, ErrorCode>> removeAll() {
    DescribeConsumerGroups operation =
        new DescribeConsumerGroups(new DescribeConsumerGroupsOptions(), driver::groupCoordinator);
    KafkaFuture<ConsumerGroupDescription> described =
        driver.runUntil(operation, Set.of(groupId), deadlineMs).get(groupId);
    AdminFuture<Map<RemovedMember, ErrorCode>> removed = AdminFuture.after(described);
    AdminFuture.proceed(
        described,
        (group, failure) -> {
          if (failure == null) {
            removeAll(group.members(), removed);
          } else {
            removed.completeExceptionally(
                new KafkaException("Cannot tell who is in group " + groupId, failure));
          }
        });
    return removed;
  }

  private void removeAll(
      Collection<MemberDescription> members, AdminFuture<Map<RemovedMember, ErrorCode>> removed) {
    if (members.isEmpty()) {
      removed.completeExceptionally(
          new IllegalArgumentException("Group " + groupId + " has no members to remove"));
      return;
    }
    AdminFuture.proceed(
        remove(members.stream().map(RemoveMembers::identity).toList()),
        (outcomes, failure) -> {
          if (failure == null) {
            removed.complete(outcomes);
          } else {
            removed.completeExceptionally(failure);
          }
        });
  }

  private static RemovedMember identity(MemberDescription member) {
    return member
        .groupInstanceId()
        .map(RemovedMember::byInstance)
        .orElseGet(() -> new RemovedMember(member.consumerId(), null));
  }

  private KafkaFuture<Map<RemovedMember, ErrorCode>> remove(List<RemovedMember> members) {
    LeaveGroup operation = new LeaveGroup(members, reason());
    return driver.runUntil(operation, Set.of(groupId), deadlineMs).get(groupId);
  }

  private String reason() {
    String reason = options.reason();
    if (reason == null || reason.isEmpty()) {
      return DEFAULT_REASON;
    }
    return reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH));
  }

  /** For each member that has an instance id the exception it failed with, or empty. */
  public static Map<String, Optional<ApiException>> failuresByInstance(
      Map<RemovedMember, ErrorCode> outcomes) {
    Map<String, ErrorCode> byInstance = new HashMap<>();
    outcomes.forEach((member, error) -> byInstance.put(member.groupInstanceId(), error));
    return Failures.byItem(byInstance);
  }

  /** Throws if a member could not be removed. */
  public static Void all(Map<RemovedMember, ErrorCode> outcomes) {
    outcomes.forEach(
        (member, error) -> {
          if (error != ErrorCode.NONE) {
            throw new KafkaException("Cannot remove " + member, ErrorExceptions.of(error));
          }
        });
    return null;
  }
}
