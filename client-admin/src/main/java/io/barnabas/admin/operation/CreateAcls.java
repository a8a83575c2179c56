package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.CreateAclsRequest;
import io.barnabas.protocol.message.CreateAclsRequest.AclCreation;
import io.barnabas.protocol.message.CreateAclsResponse;
import io.barnabas.protocol.message.CreateAclsResponse.AclCreationResult;
import java.util.List;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;

/** Adds access control entries; one that is there already is no error. Answers come in order. */
public final class CreateAcls implements Operation<AclBinding, Void, CreateAclsResponse> {

  private static final ControllerErrors ERRORS = new ControllerErrors(false);

  @Override
  public String name() {
    return "createAcls";
  }

  @Override
  public ApiException refusal(AclBinding acl) {
    String indefinite = acl.toFilter().findIndefiniteField();
    return indefinite == null
        ? null
        : new InvalidRequestException("Invalid ACL creation: " + indefinite);
  }

  @Override
  public Route route(AclBinding acl) {
    return Route.anyBroker();
  }

  @Override
  public boolean atControllers() {
    return true;
  }

  @Override
  public ApiRequest<CreateAclsResponse> request(List<AclBinding> acls, int timeoutMs) {
    return new CreateAclsRequest().creations(acls.stream().map(CreateAcls::creation).toList());
  }

  private static AclCreation creation(AclBinding acl) {
    return new AclCreation()
        .resourceType(acl.pattern().resourceType().code())
        .resourceName(acl.pattern().name())
        .resourcePatternType(acl.pattern().patternType().code())
        .principal(acl.entry().principal())
        .host(acl.entry().host())
        .operation(acl.entry().operation().code())
        .permissionType(acl.entry().permissionType().code());
  }

  @Override
  public void read(CreateAclsResponse response, Items<AclBinding, Void> items) {
    List<AclBinding> asked = items.all();
    int answered = Math.min(asked.size(), response.results().size());
    for (int i = 0; i < answered; i++) {
      AclCreationResult result = response.results().get(i);
      ErrorCode error = ErrorCode.forCode(result.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(asked.get(i), null);
      } else {
        ERRORS.settle(items, asked.get(i), error, result.errorMessage(), response.throttleTimeMs());
      }
    }
  }
}
