package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ListConfigResourcesRequest;
import io.barnabas.protocol.message.ListConfigResourcesResponse;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigResource;

/** Lists what has a configuration, by type (KIP-1142). */
public final class ListConfigResources
    implements Operation<Whole, Collection<ConfigResource>, ListConfigResourcesResponse> {

  private static final int FIRST_WITH_TYPES = 1;

  private final String name;
  private final Set<ConfigResource.Type> types;

  /**
   * @param name the method of {@code Admin}
   * @param types empty for all
   */
  public ListConfigResources(String name, Set<ConfigResource.Type> types) {
    this.name = name;
    this.types = Set.copyOf(types);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Route route(Whole cluster) {
    return Route.anyBroker();
  }

  /** Version 0 lists the resources of client metrics and knows no other (KIP-714). */
  @Override
  public ApiRequest<ListConfigResourcesResponse> request(List<Whole> cluster, int timeoutMs) {
    ListConfigResourcesRequest request =
        new ListConfigResourcesRequest()
            .resourceTypes(types.stream().map(ConfigResource.Type::id).toList());
    boolean oldWillDo = types.equals(Set.of(ConfigResource.Type.CLIENT_METRICS));
    return new VersionedRequest<>(
        request,
        oldWillDo ? 0 : FIRST_WITH_TYPES,
        request.highestVersion(),
        version -> version < FIRST_WITH_TYPES ? new ListConfigResourcesRequest() : request);
  }

  @Override
  public void read(
      ListConfigResourcesResponse response, Items<Whole, Collection<ConfigResource>> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error == ErrorCode.NONE) {
      items.complete(
          Whole.CLUSTER,
          response.configResources().stream()
              .map(each -> ConfigResources.of(each.resourceType(), each.resourceName()))
              .toList());
    } else {
      items.fail(Whole.CLUSTER, error, null);
    }
  }
}
