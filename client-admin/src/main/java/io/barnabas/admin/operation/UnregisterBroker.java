package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.UnregisterBrokerRequest;
import io.barnabas.protocol.message.UnregisterBrokerResponse;
import java.util.List;

/** Lets the cluster forget a broker that is not to come back (KIP-591). */
public final class UnregisterBroker implements Operation<Whole, Void, UnregisterBrokerResponse> {

  private static final ControllerErrors ERRORS = new ControllerErrors(false);

  private final int brokerId;

  public UnregisterBroker(int brokerId) {
    this.brokerId = brokerId;
  }

  @Override
  public String name() {
    return "unregisterBroker";
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
  public ApiRequest<UnregisterBrokerResponse> request(List<Whole> cluster, int timeoutMs) {
    return new UnregisterBrokerRequest().brokerId(brokerId);
  }

  @Override
  public void read(UnregisterBrokerResponse response, Items<Whole, Void> items) {
    if (response.errorCode() == ErrorCode.REQUEST_TIMED_OUT.code()) {
      items.retry(Whole.CLUSTER, ErrorCode.REQUEST_TIMED_OUT, response.errorMessage());
    } else {
      ERRORS.settleWhole(items, response.errorCode(), response.errorMessage());
    }
  }
}
