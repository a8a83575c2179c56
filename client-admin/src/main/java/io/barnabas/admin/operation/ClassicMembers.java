package io.barnabas.admin.operation;

import io.barnabas.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.barnabas.protocol.message.DescribeGroupsResponse.DescribedGroupMember;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/** The members of a group of the classic protocol. */
final class ClassicMembers {

  private static final String CONSUMERS = "consumer";

  /** True if the members are consumers, or there are none and never were. */
  static boolean areConsumers(DescribedGroup group) {
    return group.protocolType().equals(CONSUMERS) || group.protocolType().isEmpty();
  }

  static List<MemberDescription> ofConsumers(DescribedGroup group) {
    return of(group, member -> ClassicAssignment.partitions(member.memberAssignment()));
  }

  /** What members of another kind are assigned is theirs to read. */
  static List<MemberDescription> ofOthers(DescribedGroup group) {
    return of(group, member -> Set.of());
  }

  private static List<MemberDescription> of(
      DescribedGroup group, Function<DescribedGroupMember, Set<TopicPartition>> assigned) {
    return group.members().stream()
        .map(member -> description(member, new MemberAssignment(assigned.apply(member))))
        .toList();
  }

  private static MemberDescription description(
      DescribedGroupMember member, MemberAssignment assignment) {
    return new MemberDescription(
        member.memberId(),
        Optional.ofNullable(member.groupInstanceId()),
        Optional.empty(),
        member.clientId(),
        member.clientHost(),
        assignment,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private ClassicMembers() {}
}
