package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeGroupsRequest;
import io.barnabas.protocol.message.DescribeGroupsResponse;
import io.barnabas.protocol.message.DescribeGroupsResponse.DescribedGroup;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.admin.ClassicGroupDescription;
import org.apache.kafka.clients.admin.DescribeClassicGroupsOptions;
import org.apache.kafka.common.ClassicGroupState;
import org.apache.kafka.common.Node;

/** Describes groups of the classic protocol, whatever their members are. */
public final class DescribeClassicGroups
    implements Operation<String, ClassicGroupDescription, DescribeGroupsResponse> {

  private final DescribeClassicGroupsOptions options;
  private final Function<String, Node> coordinator;

  /**
   * @param coordinator tells a group's coordinator as it is known at present
   */
  public DescribeClassicGroups(
      DescribeClassicGroupsOptions options, Function<String, Node> coordinator) {
    this.options = options;
    this.coordinator = coordinator;
  }

  @Override
  public String name() {
    return "describeClassicGroups";
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
  public ApiRequest<DescribeGroupsResponse> request(List<String> groupIds, int timeoutMs) {
    return new DescribeGroupsRequest()
        .groups(groupIds)
        .includeAuthorizedOperations(options.includeAuthorizedOperations());
  }

  @Override
  public void read(DescribeGroupsResponse response, Items<String, ClassicGroupDescription> items) {
    for (DescribedGroup group : response.groups()) {
      ErrorCode error = ErrorCode.forCode(group.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(group.groupId(), description(group));
      } else {
        CoordinatorErrors.settle(items, group.groupId(), error, null);
      }
    }
  }

  private ClassicGroupDescription description(DescribedGroup group) {
    return new ClassicGroupDescription(
        group.groupId(),
        group.protocolType(),
        group.protocolData(),
        ClassicMembers.areConsumers(group)
            ? ClassicMembers.ofConsumers(group)
            : ClassicMembers.ofOthers(group),
        ClassicGroupState.parse(group.groupState()),
        coordinator.apply(group.groupId()),
        AuthorizedOperations.of(group.authorizedOperations()));
  }
}
