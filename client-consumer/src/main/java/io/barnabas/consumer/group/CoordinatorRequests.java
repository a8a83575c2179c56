package io.barnabas.consumer.group;

import io.barnabas.network.cluster.Coordinators;
import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;

/** Requests to the coordinator of one group, each tried once. Loop thread only. */
public final class CoordinatorRequests {
  private final Coordinators coordinators;
  private final RequestSender requests;
  private final String groupId;

  public CoordinatorRequests(Coordinators coordinators, RequestSender requests, String groupId) {
    this.coordinators = coordinators;
    this.requests = requests;
    this.groupId = groupId;
  }

  public boolean isKnown() {
    return coordinators.known(Coordinators.Type.GROUP, groupId) >= 0;
  }

  /** Completes when the coordinator is known. */
  public CompletableFuture<Integer> find(long timeoutMs) {
    return coordinators.find(Coordinators.Type.GROUP, groupId, timeoutMs);
  }

  /** Whether the coordinator, if it is connected, knows consumer groups in some version. */
  boolean hasConsumerGroups() {
    int node = coordinators.known(Coordinators.Type.GROUP, groupId);
    return node >= 0
        && requests.version(node, Lane.COORDINATOR, ApiKey.CONSUMER_GROUP_HEARTBEAT) >= 0;
  }

  /** After NOT_COORDINATOR and its like. */
  public void markUnknown() {
    int known = coordinators.known(Coordinators.Type.GROUP, groupId);
    if (known >= 0) {
      coordinators.invalidate(Coordinators.Type.GROUP, groupId, known);
    }
  }

  /** Looks the coordinator up if need be, then sends; requests go out in the order of the calls. */
  public <R extends ApiMessage> CompletableFuture<R> send(ApiRequest<R> request, long timeoutMs) {
    return find(timeoutMs).thenCompose(nodeId -> sendTo(nodeId, request, timeoutMs));
  }

  private <R extends ApiMessage> CompletableFuture<R> sendTo(
      int nodeId, ApiRequest<R> request, long timeoutMs) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    requests.send(
        nodeId,
        Lane.COORDINATOR,
        request,
        timeoutMs,
        new ResponseHandler<>() {
          @Override
          public void onResponse(R response) {
            answer.complete(response);
          }

          @Override
          public void onFailure(RequestFailure failure) {
            if (failure.cause() instanceof DisconnectException
                || failure.cause() instanceof TimeoutException) {
              coordinators.invalidate(Coordinators.Type.GROUP, groupId, nodeId);
            }
            answer.completeExceptionally(failure.cause());
          }
        });
    return answer;
  }
}
