package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DeleteAclsRequest;
import io.barnabas.protocol.message.DeleteAclsRequest.DeleteAclsFilter;
import io.barnabas.protocol.message.DeleteAclsResponse;
import io.barnabas.protocol.message.DeleteAclsResponse.DeleteAclsFilterResult;
import io.barnabas.protocol.message.DeleteAclsResponse.DeleteAclsMatchingAcl;
import java.util.List;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;

/** Deletes the access control entries that match any of some filters. Answers come in order. */
public final class DeleteAcls
    implements Operation<AclBindingFilter, List<DeletedAcl>, DeleteAclsResponse> {

  private static final ControllerErrors ERRORS = new ControllerErrors(false);

  @Override
  public String name() {
    return "deleteAcls";
  }

  @Override
  public ApiException refusal(AclBindingFilter filter) {
    return filter.isUnknown()
        ? new InvalidRequestException("The AclBindingFilter must not contain UNKNOWN elements.")
        : null;
  }

  @Override
  public Route route(AclBindingFilter filter) {
    return Route.anyBroker();
  }

  @Override
  public boolean atControllers() {
    return true;
  }

  @Override
  public ApiRequest<DeleteAclsResponse> request(List<AclBindingFilter> filters, int timeoutMs) {
    return new DeleteAclsRequest().filters(filters.stream().map(DeleteAcls::asked).toList());
  }

  private static DeleteAclsFilter asked(AclBindingFilter filter) {
    return new DeleteAclsFilter()
        .resourceTypeFilter(filter.patternFilter().resourceType().code())
        .resourceNameFilter(filter.patternFilter().name())
        .patternTypeFilter(filter.patternFilter().patternType().code())
        .principalFilter(filter.entryFilter().principal())
        .hostFilter(filter.entryFilter().host())
        .operation(filter.entryFilter().operation().code())
        .permissionType(filter.entryFilter().permissionType().code());
  }

  @Override
  public void read(DeleteAclsResponse response, Items<AclBindingFilter, List<DeletedAcl>> items) {
    List<AclBindingFilter> asked = items.all();
    int answered = Math.min(asked.size(), response.filterResults().size());
    for (int i = 0; i < answered; i++) {
      DeleteAclsFilterResult result = response.filterResults().get(i);
      ErrorCode error = ErrorCode.forCode(result.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(
            asked.get(i), result.matchingAcls().stream().map(DeleteAcls::deleted).toList());
      } else {
        ERRORS.settle(items, asked.get(i), error, result.errorMessage(), response.throttleTimeMs());
      }
    }
  }

  private static DeletedAcl deleted(DeleteAclsMatchingAcl acl) {
    return new DeletedAcl(
        Acls.binding(
            Acls.pattern(acl.resourceType(), acl.resourceName(), acl.patternType()),
            acl.principal(),
            acl.host(),
            acl.operation(),
            acl.permissionType()),
        ErrorExceptions.of(ErrorCode.forCode(acl.errorCode()), acl.errorMessage()));
  }
}
