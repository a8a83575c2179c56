package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.message.MetadataRequest;
import io.barnabas.protocol.message.MetadataResponse;
import java.util.List;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Describes the cluster out of the metadata of a broker that has no better way. */
final class DescribeClusterByMetadata
    implements Operation<Whole, ClusterDescription, MetadataResponse> {

  private final DescribeClusterOptions options;

  DescribeClusterByMetadata(DescribeClusterOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "describeCluster";
  }

  @Override
  public Route route(Whole cluster) {
    return Route.anyBroker();
  }

  @Override
  public ApiRequest<MetadataResponse> request(List<Whole> cluster, int timeoutMs) {
    return new MetadataRequest()
        .topics(List.of())
        .includeClusterAuthorizedOperations(options.includeAuthorizedOperations());
  }

  @Override
  public void read(MetadataResponse response, Items<Whole, ClusterDescription> items) {
    Brokers brokers = Brokers.of(response);
    items.complete(
        Whole.CLUSTER,
        new ClusterDescription(
            response.clusterId(),
            brokers.all(),
            brokers.broker(response.controllerId()),
            AuthorizedOperations.of(response.clusterAuthorizedOperations())));
  }
}
