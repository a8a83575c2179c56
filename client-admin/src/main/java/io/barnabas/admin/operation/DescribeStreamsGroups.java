package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.StreamsGroupDescribeRequest;
import io.barnabas.protocol.message.StreamsGroupDescribeResponse;
import io.barnabas.protocol.message.StreamsGroupDescribeResponse.DescribedGroup;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.admin.DescribeStreamsGroupsOptions;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.Node;

/** Describes streams groups (KIP-1071), at each group's coordinator. */
public final class DescribeStreamsGroups
    implements Operation<String, StreamsGroupDescription, StreamsGroupDescribeResponse> {

  private final DescribeStreamsGroupsOptions options;
  private final Function<String, Node> coordinator;

  /**
   * @param coordinator tells a group's coordinator as it is known at present
   */
  public DescribeStreamsGroups(
      DescribeStreamsGroupsOptions options, Function<String, Node> coordinator) {
    this.options = options;
    this.coordinator = coordinator;
  }

  @Override
  public String name() {
    return "describeStreamsGroups";
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
  public ApiRequest<StreamsGroupDescribeResponse> request(List<String> groupIds, int timeoutMs) {
    return new StreamsGroupDescribeRequest()
        .groupIds(groupIds)
        .includeAuthorizedOperations(options.includeAuthorizedOperations());
  }

  @Override
  public void read(
      StreamsGroupDescribeResponse response, Items<String, StreamsGroupDescription> items) {
    for (DescribedGroup group : response.groups()) {
      ErrorCode error = ErrorCode.forCode(group.errorCode());
      if (error != ErrorCode.NONE) {
        CoordinatorErrors.settle(items, group.groupId(), error, group.errorMessage());
      } else if (group.topology() == null) {
        items.fail(
            group.groupId(),
            new IllegalStateException("Group " + group.groupId() + " has no topology"));
      } else {
        items.complete(group.groupId(), description(group));
      }
    }
  }

  private StreamsGroupDescription description(DescribedGroup group) {
    return new StreamsGroupDescription(
        group.groupId(),
        group.groupEpoch(),
        group.assignmentEpoch(),
        group.topology().epoch(),
        StreamsTopology.subtopologies(group.topology()),
        group.members().stream().map(StreamsMembers::description).toList(),
        GroupState.parse(group.groupState()),
        coordinator.apply(group.groupId()),
        AuthorizedOperations.of(group.authorizedOperations()));
  }
}
