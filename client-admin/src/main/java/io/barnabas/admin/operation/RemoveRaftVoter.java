package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.message.RemoveRaftVoterRequest;
import io.barnabas.protocol.message.RemoveRaftVoterResponse;
import java.util.List;
import org.apache.kafka.clients.admin.RemoveRaftVoterOptions;
import org.apache.kafka.common.Uuid;

/** Takes a voter out of the controllers' quorum (KIP-853). */
public final class RemoveRaftVoter implements Operation<Whole, Void, RemoveRaftVoterResponse> {

  private static final ControllerErrors ERRORS = new ControllerErrors(false);

  private final RemoveRaftVoterRequest request;

  public RemoveRaftVoter(int voterId, Uuid voterDirectoryId, RemoveRaftVoterOptions options) {
    this.request =
        new RemoveRaftVoterRequest()
            .clusterId(options.clusterId().orElse(null))
            .voterId(voterId)
            .voterDirectoryId(TopicIds.of(voterDirectoryId));
  }

  @Override
  public String name() {
    return "removeRaftVoter";
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
  public ApiRequest<RemoveRaftVoterResponse> request(List<Whole> cluster, int timeoutMs) {
    return request;
  }

  @Override
  public void read(RemoveRaftVoterResponse response, Items<Whole, Void> items) {
    ERRORS.settleWhole(items, response.errorCode(), response.errorMessage());
  }
}
