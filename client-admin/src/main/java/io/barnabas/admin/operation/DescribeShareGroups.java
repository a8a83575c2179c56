package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ShareGroupDescribeRequest;
import io.barnabas.protocol.message.ShareGroupDescribeResponse;
import io.barnabas.protocol.message.ShareGroupDescribeResponse.Assignment;
import io.barnabas.protocol.message.ShareGroupDescribeResponse.DescribedGroup;
import io.barnabas.protocol.message.ShareGroupDescribeResponse.Member;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeShareGroupsOptions;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.ShareMemberAssignment;
import org.apache.kafka.clients.admin.ShareMemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/** Describes share groups (KIP-932), at each group's coordinator. */
public final class DescribeShareGroups
    implements Operation<String, ShareGroupDescription, ShareGroupDescribeResponse> {

  private final DescribeShareGroupsOptions options;
  private final Function<String, Node> coordinator;

  /**
   * @param coordinator tells a group's coordinator as it is known at present
   */
  public DescribeShareGroups(
      DescribeShareGroupsOptions options, Function<String, Node> coordinator) {
    this.options = options;
    this.coordinator = coordinator;
  }

  @Override
  public String name() {
    return "describeShareGroups";
  }

  @Override
  public Route route(String groupId) {
    return Route.group(groupId);
  }

  @Override
  public boolean sharesCoordinators() {
    return true;
  }

  @Override
  public ApiRequest<ShareGroupDescribeResponse> request(List<String> groupIds, int timeoutMs) {
    return new ShareGroupDescribeRequest()
        .groupIds(groupIds)
        .includeAuthorizedOperations(options.includeAuthorizedOperations());
  }

  @Override
  public void read(
      ShareGroupDescribeResponse response, Items<String, ShareGroupDescription> items) {
    for (DescribedGroup group : response.groups()) {
      ErrorCode error = ErrorCode.forCode(group.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(group.groupId(), description(group));
      } else {
        CoordinatorErrors.settle(items, group.groupId(), error, group.errorMessage());
      }
    }
  }

  private ShareGroupDescription description(DescribedGroup group) {
    return new ShareGroupDescription(
        group.groupId(),
        group.members().stream().map(DescribeShareGroups::member).toList(),
        GroupState.parse(group.groupState()),
        coordinator.apply(group.groupId()),
        group.groupEpoch(),
        group.assignmentEpoch(),
        AuthorizedOperations.of(group.authorizedOperations()));
  }

  private static ShareMemberDescription member(Member member) {
    return new ShareMemberDescription(
        member.memberId(),
        Optional.ofNullable(member.rackId()),
        member.clientId(),
        member.clientHost(),
        assignment(member.assignment()),
        member.memberEpoch());
  }

  private static ShareMemberAssignment assignment(Assignment assignment) {
    return new ShareMemberAssignment(
        assignment.topicPartitions().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.topicName(), partition)))
            .collect(Collectors.toSet()));
  }
}
