package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeAclsRequest;
import io.barnabas.protocol.message.DescribeAclsResponse;
import io.barnabas.protocol.message.DescribeAclsResponse.AclDescription;
import io.barnabas.protocol.message.DescribeAclsResponse.DescribeAclsResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.resource.ResourcePattern;

/** Lists the access control entries that match a filter. */
public final class DescribeAcls
    implements Operation<Whole, Collection<AclBinding>, DescribeAclsResponse> {

  private final AclBindingFilter filter;

  public DescribeAcls(AclBindingFilter filter) {
    this.filter = filter;
  }

  @Override
  public String name() {
    return "describeAcls";
  }

  @Override
  public ApiException refusal(Whole cluster) {
    return filter.isUnknown()
        ? new InvalidRequestException("The AclBindingFilter must not contain UNKNOWN elements.")
        : null;
  }

  @Override
  public Route route(Whole cluster) {
    return Route.anyBroker();
  }

  @Override
  public boolean atControllers() {
    return true;
  }

  @Override
  public ApiRequest<DescribeAclsResponse> request(List<Whole> cluster, int timeoutMs) {
    return new DescribeAclsRequest()
        .resourceTypeFilter(filter.patternFilter().resourceType().code())
        .resourceNameFilter(filter.patternFilter().name())
        .patternTypeFilter(filter.patternFilter().patternType().code())
        .principalFilter(filter.entryFilter().principal())
        .hostFilter(filter.entryFilter().host())
        .operation(filter.entryFilter().operation().code())
        .permissionType(filter.entryFilter().permissionType().code());
  }

  @Override
  public void read(DescribeAclsResponse response, Items<Whole, Collection<AclBinding>> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error == ErrorCode.NONE) {
      items.complete(Whole.CLUSTER, bindings(response));
    } else {
      items.fail(Whole.CLUSTER, error, response.errorMessage());
    }
  }

  private static Collection<AclBinding> bindings(DescribeAclsResponse response) {
    List<AclBinding> bindings = new ArrayList<>();
    for (DescribeAclsResource resource : response.resources()) {
      ResourcePattern pattern =
          Acls.pattern(resource.resourceType(), resource.resourceName(), resource.patternType());
      for (AclDescription acl : resource.acls()) {
        bindings.add(
            Acls.binding(
                pattern, acl.principal(), acl.host(), acl.operation(), acl.permissionType()));
      }
    }
    return bindings;
  }
}
