package io.barnabas.network.cluster;

import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeClusterRequest;
import io.barnabas.protocol.message.DescribeClusterResponse;
import io.barnabas.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import io.barnabas.protocol.message.MetadataResponse;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseBroker;

/**
 * Asks a controller which controllers there are and which is the active one (KIP-919), and hands
 * the answer on as metadata: its nodes are controllers, and it has no topics. Loop thread only.
 */
final class ControllersQuery implements ResponseHandler<DescribeClusterResponse> {

  private static final int FIRST_WITH_ENDPOINT_TYPE = 1;
  private static final byte CONTROLLERS = 2;

  private final ResponseHandler<MetadataResponse> handler;

  /**
   * @param handler of metadata
   */
  ControllersQuery(ResponseHandler<MetadataResponse> handler) {
    this.handler = handler;
  }

  static ApiRequest<DescribeClusterResponse> request() {
    return VersionedRequest.atLeast(
        FIRST_WITH_ENDPOINT_TYPE, new DescribeClusterRequest().endpointType(CONTROLLERS));
  }

  @Override
  public void onResponse(DescribeClusterResponse response) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error == ErrorCode.NONE && response.endpointType() != CONTROLLERS) {
      error = ErrorCode.MISMATCHED_ENDPOINT_TYPE;
    }
    if (error == ErrorCode.NONE) {
      handler.onResponse(asMetadata(response));
    } else {
      handler.onFailure(
          new RequestFailure(ErrorExceptions.of(error, response.errorMessage()), true));
    }
  }

  @Override
  public void onFailure(RequestFailure failure) {
    handler.onFailure(failure);
  }

  private static MetadataResponse asMetadata(DescribeClusterResponse response) {
    return new MetadataResponse()
        .clusterId(response.clusterId())
        .controllerId(response.controllerId())
        .brokers(response.brokers().stream().map(ControllersQuery::node).toList());
  }

  private static MetadataResponseBroker node(DescribeClusterBroker controller) {
    return new MetadataResponseBroker()
        .nodeId(controller.brokerId())
        .host(controller.host())
        .port(controller.port())
        .rack(controller.rack());
  }
}
