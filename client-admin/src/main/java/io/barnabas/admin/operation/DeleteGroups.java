package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DeleteGroupsRequest;
import io.barnabas.protocol.message.DeleteGroupsResponse;
import io.barnabas.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.List;

/** Deletes groups and their offsets, at each group's coordinator. */
public final class DeleteGroups implements Operation<String, Void, DeleteGroupsResponse> {

  private final String name;

  /**
   * @param name the method of {@code Admin}: it has one for each kind of group
   */
  public DeleteGroups(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
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
  public ApiRequest<DeleteGroupsResponse> request(List<String> groupIds, int timeoutMs) {
    return new DeleteGroupsRequest().groupsNames(groupIds);
  }

  @Override
  public void read(DeleteGroupsResponse response, Items<String, Void> items) {
    for (DeletableGroupResult group : response.results()) {
      ErrorCode error = ErrorCode.forCode(group.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(group.groupId(), null);
      } else {
        CoordinatorErrors.settle(items, group.groupId(), error, null);
      }
    }
  }
}
