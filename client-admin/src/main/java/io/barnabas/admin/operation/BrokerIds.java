package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.message.MetadataRequest;
import io.barnabas.protocol.message.MetadataResponse;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseBroker;
import java.util.List;

/** Asks which brokers there are, for operations that go to each of them. */
final class BrokerIds implements Operation<Whole, List<Integer>, MetadataResponse> {

  private final String name;

  /**
   * @param name of the operation that wants to know
   */
  BrokerIds(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Route route(Whole cluster) {
    return Route.anyBroker();
  }

  @Override
  public ApiRequest<MetadataResponse> request(List<Whole> cluster, int timeoutMs) {
    return new MetadataRequest().topics(List.of());
  }

  @Override
  public void read(MetadataResponse response, Items<Whole, List<Integer>> items) {
    items.complete(
        Whole.CLUSTER, response.brokers().stream().map(MetadataResponseBroker::nodeId).toList());
  }
}
