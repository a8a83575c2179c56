package io.barnabas.admin.operation;

import io.barnabas.protocol.message.StreamsGroupDescribeResponse;
import io.barnabas.protocol.message.StreamsGroupDescribeResponse.Assignment;
import io.barnabas.protocol.message.StreamsGroupDescribeResponse.Member;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.StreamsGroupMemberAssignment;
import org.apache.kafka.clients.admin.StreamsGroupMemberAssignment.TaskIds;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription.Endpoint;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription.TaskOffset;

/** The members of a streams group and the tasks that they have. */
final class StreamsMembers {

  static StreamsGroupMemberDescription description(Member member) {
    return new StreamsGroupMemberDescription(
        member.memberId(),
        member.memberEpoch(),
        Optional.ofNullable(member.instanceId()),
        Optional.ofNullable(member.rackId()),
        member.clientId(),
        member.clientHost(),
        member.topologyEpoch(),
        member.processId(),
        Optional.ofNullable(member.userEndpoint())
            .map(endpoint -> new Endpoint(endpoint.host(), endpoint.port())),
        StreamsTopology.values(member.clientTags()),
        offsets(member.taskOffsets()),
        offsets(member.taskEndOffsets()),
        assignment(member.assignment()),
        assignment(member.targetAssignment()),
        member.isClassic());
  }

  private static List<TaskOffset> offsets(List<StreamsGroupDescribeResponse.TaskOffset> offsets) {
    return offsets.stream()
        .map(task -> new TaskOffset(task.subtopologyId(), task.partition(), task.offset()))
        .toList();
  }

  private static StreamsGroupMemberAssignment assignment(Assignment assignment) {
    return new StreamsGroupMemberAssignment(
        tasks(assignment.activeTasks()),
        tasks(assignment.standbyTasks()),
        tasks(assignment.warmupTasks()));
  }

  private static List<TaskIds> tasks(List<StreamsGroupDescribeResponse.TaskIds> tasks) {
    return tasks.stream()
        .map(task -> new TaskIds(task.subtopologyId(), task.partitions()))
        .toList();
  }

  private StreamsMembers() {}
}
