package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.message.RenewDelegationTokenRequest;
import io.barnabas.protocol.message.RenewDelegationTokenResponse;
import java.util.List;
import org.apache.kafka.clients.admin.RenewDelegationTokenOptions;

/** Lets a delegation token live longer. The outcome is when it expires, in ms of the epoch. */
public final class RenewDelegationToken
    implements Operation<Whole, Long, RenewDelegationTokenResponse> {

  private final RenewDelegationTokenRequest request;

  public RenewDelegationToken(byte[] hmac, RenewDelegationTokenOptions options) {
    this.request =
        new RenewDelegationTokenRequest().hmac(hmac).renewPeriodMs(options.renewTimePeriodMs());
  }

  @Override
  public String name() {
    return "renewDelegationToken";
  }

  @Override
  public Route route(Whole cluster) {
    return Route.anyBroker();
  }

  @Override
  public ApiRequest<RenewDelegationTokenResponse> request(List<Whole> cluster, int timeoutMs) {
    return request;
  }

  @Override
  public void read(RenewDelegationTokenResponse response, Items<Whole, Long> items) {
    DelegationTokens.settle(items, response.errorCode(), response::expiryTimestampMs);
  }
}
