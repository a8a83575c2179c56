package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.LeaveGroupRequest;
import io.barnabas.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.barnabas.protocol.message.LeaveGroupResponse;
import io.barnabas.protocol.message.LeaveGroupResponse.MemberResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets members leave their group, at its coordinator. The outcome has the error of each member.
 * Brokers before 2.4 cannot do it for others.
 */
final class LeaveGroup
    implements Operation<String, Map<RemovedMember, ErrorCode>, LeaveGroupResponse> {

  private static final int FIRST_WITH_MEMBERS = 3;

  private final List<RemovedMember> members;
  private final String reason;

  LeaveGroup(List<RemovedMember> members, String reason) {
    this.members = members;
    this.reason = reason;
  }

  @Override
  public String name() {
    return "removeMembersFromConsumerGroup";
  }

  @Override
  public Route route(String groupId) {
    return Route.group(groupId);
  }

  @Override
  public ApiRequest<LeaveGroupResponse> request(List<String> groupId, int timeoutMs) {
    return VersionedRequest.atLeast(
        FIRST_WITH_MEMBERS,
        new LeaveGroupRequest()
            .groupId(groupId.get(0))
            .members(members.stream().map(this::leaving).toList()));
  }

  private MemberIdentity leaving(RemovedMember member) {
    return new MemberIdentity()
        .memberId(member.memberId())
        .groupInstanceId(member.groupInstanceId())
        .reason(reason);
  }

  @Override
  public void read(
      LeaveGroupResponse response, Items<String, Map<RemovedMember, ErrorCode>> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    for (String groupId : items.all()) {
      if (error == ErrorCode.NONE) {
        items.complete(groupId, outcomes(response));
      } else {
        CoordinatorErrors.settle(items, groupId, error, null);
      }
    }
  }

  private static Map<RemovedMember, ErrorCode> outcomes(LeaveGroupResponse response) {
    Map<RemovedMember, ErrorCode> outcomes = new HashMap<>();
    for (MemberResponse member : response.members()) {
      outcomes.put(
          new RemovedMember(member.memberId(), member.groupInstanceId()),
          ErrorCode.forCode(member.errorCode()));
    }
    return outcomes;
  }
}
