package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ConsumerGroupDescribeRequest;
import io.barnabas.protocol.message.ConsumerGroupDescribeResponse;
import io.barnabas.protocol.message.ConsumerGroupDescribeResponse.Assignment;
import io.barnabas.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import io.barnabas.protocol.message.ConsumerGroupDescribeResponse.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * Describes groups of the consumer protocol (KIP-848), at each group's coordinator; a group that is
 * not one of them, and all groups of a broker before 3.7, are described as classic groups.
 */
public final class DescribeConsumerGroups
    implements Operation<String, ConsumerGroupDescription, ConsumerGroupDescribeResponse> {

  private static final byte TYPE_NOT_TOLD = -1;
  private static final byte TYPE_CONSUMER = 1;

  private final DescribeConsumerGroupsOptions options;
  private final Function<String, Node> coordinator;

  /** What was said of groups that this API does not know. */
  private final Map<String, String> notFound = new HashMap<>();

  /**
   * @param coordinator tells a group's coordinator as it is known at present
   */
  public DescribeConsumerGroups(
      DescribeConsumerGroupsOptions options, Function<String, Node> coordinator) {
    this.options = options;
    this.coordinator = coordinator;
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
  public ApiRequest<ConsumerGroupDescribeResponse> request(List<String> groupIds, int timeoutMs) {
    return new ConsumerGroupDescribeRequest()
        .groupIds(groupIds)
        .includeAuthorizedOperations(options.includeAuthorizedOperations());
  }

  @Override
  public void read(
      ConsumerGroupDescribeResponse response, Items<String, ConsumerGroupDescription> items) {
    for (DescribedGroup group : response.groups()) {
      ErrorCode error = ErrorCode.forCode(group.errorCode());
      switch (error) {
        case NONE -> items.complete(group.groupId(), description(group));
        case GROUP_ID_NOT_FOUND, UNSUPPORTED_VERSION -> {
          notFound.put(group.groupId(), group.errorMessage());
          items.passOn(group.groupId());
        }
        default -> CoordinatorErrors.settle(items, group.groupId(), error, group.errorMessage());
      }
    }
  }

  private ConsumerGroupDescription description(DescribedGroup group) {
    return new ConsumerGroupDescription(
        group.groupId(),
        false,
        group.members().stream().map(DescribeConsumerGroups::member).toList(),
        group.assignorName(),
        GroupType.CONSUMER,
        GroupState.parse(group.groupState()),
        coordinator.apply(group.groupId()),
        AuthorizedOperations.of(group.authorizedOperations()),
        Optional.of(group.groupEpoch()),
        Optional.of(group.assignmentEpoch()));
  }

  private static MemberDescription member(Member member) {
    Optional<Boolean> upgraded =
        member.memberType() == TYPE_NOT_TOLD
            ? Optional.empty()
            : Optional.of(member.memberType() == TYPE_CONSUMER);
    return new MemberDescription(
        member.memberId(),
        Optional.ofNullable(member.instanceId()),
        Optional.ofNullable(member.rackId()),
        member.clientId(),
        member.clientHost(),
        assignment(member.assignment()),
        Optional.of(assignment(member.targetAssignment())),
        Optional.of(member.memberEpoch()),
        upgraded);
  }

  private static MemberAssignment assignment(Assignment assignment) {
    return new MemberAssignment(
        assignment.topicPartitions().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.topicName(), partition)))
            .collect(Collectors.toSet()));
  }

  @Override
  public Operation<String, ConsumerGroupDescription, ?> fallback() {
    return new DescribeClassicConsumerGroups(options, coordinator, notFound);
  }
}
