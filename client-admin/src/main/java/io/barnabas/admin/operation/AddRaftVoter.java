package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.message.AddRaftVoterRequest;
import io.barnabas.protocol.message.AddRaftVoterRequest.Listener;
import io.barnabas.protocol.message.AddRaftVoterResponse;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.AddRaftVoterOptions;
import org.apache.kafka.clients.admin.RaftVoterEndpoint;
import org.apache.kafka.common.Uuid;

/** Adds a voter to the controllers' quorum (KIP-853). */
public final class AddRaftVoter implements Operation<Whole, Void, AddRaftVoterResponse> {

  private static final ControllerErrors ERRORS = new ControllerErrors(false);

  private final AddRaftVoterRequest request;

  public AddRaftVoter(
      int voterId,
      Uuid voterDirectoryId,
      Set<RaftVoterEndpoint> endpoints,
      AddRaftVoterOptions options) {
    this.request =
        new AddRaftVoterRequest()
            .clusterId(options.clusterId().orElse(null))
            .voterId(voterId)
            .voterDirectoryId(TopicIds.of(voterDirectoryId))
            .listeners(endpoints.stream().map(AddRaftVoter::listener).toList());
  }

  private static Listener listener(RaftVoterEndpoint endpoint) {
    return new Listener().name(endpoint.listener()).host(endpoint.host()).port(endpoint.port());
  }

  @Override
  public String name() {
    return "addRaftVoter";
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
  public ApiRequest<AddRaftVoterResponse> request(List<Whole> cluster, int timeoutMs) {
    return request.timeoutMs(timeoutMs);
  }

  @Override
  public void read(AddRaftVoterResponse response, Items<Whole, Void> items) {
    ERRORS.settleWhole(items, response.errorCode(), response.errorMessage());
  }
}
