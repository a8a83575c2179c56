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
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.Node;

/** Describes groups of the classic protocol that consumers are in, at each group's coordinator. */
final class DescribeClassicConsumerGroups
    implements Operation<String, ConsumerGroupDescription, DescribeGroupsResponse> {

  private final DescribeConsumerGroupsOptions options;
  private final Function<String, Node> coordinator;
  private final Map<String, String> notFound;

  /**
   * @param notFound better words than this API has for groups that are not there
   */
  DescribeClassicConsumerGroups(
      DescribeConsumerGroupsOptions options,
      Function<String, Node> coordinator,
      Map<String, String> notFound) {
    this.options = options;
    this.coordinator = coordinator;
    this.notFound = notFound;
  }

  @Override
  public String name() {
    return "describeConsumerGroups";
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
  public void read(DescribeGroupsResponse response, Items<String, ConsumerGroupDescription> items) {
    for (DescribedGroup group : response.groups()) {
      String groupId = group.groupId();
      ErrorCode error = ErrorCode.forCode(group.errorCode());
      switch (error) {
        case NONE -> readGroup(group, items);
        case GROUP_ID_NOT_FOUND ->
            items.fail(groupId, error, notFound.getOrDefault(groupId, group.errorMessage()));
        default -> CoordinatorErrors.settle(items, groupId, error, group.errorMessage());
      }
    }
  }

  private void readGroup(DescribedGroup group, Items<String, ConsumerGroupDescription> items) {
    if (ClassicMembers.areConsumers(group)) {
      items.complete(group.groupId(), description(group));
    } else {
      items.fail(
          group.groupId(),
          new IllegalArgumentException(
              "GroupId "
                  + group.groupId()
                  + " is not a consumer group ("
                  + group.protocolType()
                  + ")."));
    }
  }

  private ConsumerGroupDescription description(DescribedGroup group) {
    return new ConsumerGroupDescription(
        group.groupId(),
        group.protocolType().isEmpty(),
        ClassicMembers.ofConsumers(group),
        group.protocolData(),
        GroupType.CLASSIC,
        GroupState.parse(group.groupState()),
        coordinator.apply(group.groupId()),
        AuthorizedOperations.of(group.authorizedOperations()),
        Optional.empty(),
        Optional.empty());
  }
}
