package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeClusterRequest;
import io.barnabas.protocol.message.DescribeClusterResponse;
import io.barnabas.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import java.util.List;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;

/** Describes the cluster. Brokers before 2.8 are asked for their metadata instead. */
public final class DescribeCluster
    implements Operation<Whole, ClusterDescription, DescribeClusterResponse> {

  private static final byte BROKERS = 1;
  private static final byte CONTROLLERS = 2;

  private final DescribeClusterOptions options;
  private final boolean ofControllers;

  /**
   * @param ofControllers the nodes wanted are controllers
   */
  public DescribeCluster(DescribeClusterOptions options, boolean ofControllers) {
    this.options = options;
    this.ofControllers = ofControllers;
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
  public boolean atControllers() {
    return true;
  }

  @Override
  public ApiRequest<DescribeClusterResponse> request(List<Whole> cluster, int timeoutMs) {
    if (ofControllers && options.includeFencedBrokers()) {
      throw new KafkaException("Controllers cannot tell of fenced brokers");
    }
    return new DescribeClusterRequest()
        .endpointType(ofControllers ? CONTROLLERS : BROKERS)
        .includeClusterAuthorizedOperations(options.includeAuthorizedOperations())
        .includeFencedBrokers(options.includeFencedBrokers());
  }

  @Override
  public void read(DescribeClusterResponse response, Items<Whole, ClusterDescription> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error == ErrorCode.NONE) {
      items.complete(Whole.CLUSTER, description(response));
    } else {
      items.fail(Whole.CLUSTER, error, response.errorMessage());
    }
  }

  private static ClusterDescription description(DescribeClusterResponse response) {
    Brokers brokers = new Brokers(response.brokers().stream().map(DescribeCluster::node).toList());
    return new ClusterDescription(
        response.clusterId(),
        brokers.all(),
        brokers.broker(response.controllerId()),
        AuthorizedOperations.of(response.clusterAuthorizedOperations()));
  }

  private static Node node(DescribeClusterBroker broker) {
    return new Node(
        broker.brokerId(), broker.host(), broker.port(), broker.rack(), broker.isFenced());
  }

  @Override
  public Operation<Whole, ClusterDescription, ?> fallback() {
    return ofControllers || options.includeFencedBrokers()
        ? null
        : new DescribeClusterByMetadata(options);
  }
}
