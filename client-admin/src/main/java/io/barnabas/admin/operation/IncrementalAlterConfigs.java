package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.IncrementalAlterConfigsRequest;
import io.barnabas.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.barnabas.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.barnabas.protocol.message.IncrementalAlterConfigsResponse;
import io.barnabas.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;

/** Sets, deletes, appends to and subtracts from single values, at the broker that keeps them. */
public final class IncrementalAlterConfigs
    implements Operation<ConfigResource, Void, IncrementalAlterConfigsResponse> {

  private static final ControllerErrors ERRORS = new ControllerErrors(false);

  private final Map<ConfigResource, Collection<AlterConfigOp>> changes;
  private final boolean validateOnly;
  private final boolean ofControllers;

  /**
   * @param ofControllers the active controller changes what is a broker's, but for its log levels
   */
  public IncrementalAlterConfigs(
      Map<ConfigResource, Collection<AlterConfigOp>> changes,
      AlterConfigsOptions options,
      boolean ofControllers) {
    this.changes = new HashMap<>(changes);
    this.validateOnly = options.shouldValidateOnly();
    this.ofControllers = ofControllers;
  }

  @Override
  public String name() {
    return "incrementalAlterConfigs";
  }

  /**
   * Throws {@link NumberFormatException} for a broker whose name is no id, as kafka-clients does.
   */
  @Override
  public ApiException refusal(ConfigResource resource) {
    ConfigResources.route(resource);
    return null;
  }

  @Override
  public Route route(ConfigResource resource) {
    return ofControllers && resource.type() != ConfigResource.Type.BROKER_LOGGER
        ? Route.controller()
        : ConfigResources.route(resource);
  }

  @Override
  public boolean atControllers() {
    return true;
  }

  @Override
  public ApiRequest<IncrementalAlterConfigsResponse> request(
      List<ConfigResource> resources, int timeoutMs) {
    return new IncrementalAlterConfigsRequest()
        .resources(resources.stream().map(this::asked).toList())
        .validateOnly(validateOnly);
  }

  private AlterConfigsResource asked(ConfigResource resource) {
    return new AlterConfigsResource()
        .resourceType(resource.type().id())
        .resourceName(resource.name())
        .configs(changes.get(resource).stream().map(IncrementalAlterConfigs::change).toList());
  }

  private static AlterableConfig change(AlterConfigOp change) {
    return new AlterableConfig()
        .name(change.configEntry().name())
        .value(change.configEntry().value())
        .configOperation(change.opType().id());
  }

  @Override
  public void read(IncrementalAlterConfigsResponse response, Items<ConfigResource, Void> items) {
    for (AlterConfigsResourceResponse result : response.responses()) {
      ConfigResource resource = ConfigResources.of(result.resourceType(), result.resourceName());
      ErrorCode error = ErrorCode.forCode(result.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(resource, null);
      } else {
        ERRORS.settle(items, resource, error, result.errorMessage(), response.throttleTimeMs());
      }
    }
  }
}
