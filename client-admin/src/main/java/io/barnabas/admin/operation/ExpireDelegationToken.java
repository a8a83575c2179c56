package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.message.ExpireDelegationTokenRequest;
import io.barnabas.protocol.message.ExpireDelegationTokenResponse;
import java.util.List;
import org.apache.kafka.clients.admin.ExpireDelegationTokenOptions;

/**
 * Sets when a delegation token ends, or ends it at once. The outcome is when it expires, in ms of
 * the epoch.
 */
public final class ExpireDelegationToken
    implements Operation<Whole, Long, ExpireDelegationTokenResponse> {

  private final ExpireDelegationTokenRequest request;

  public ExpireDelegationToken(byte[] hmac, ExpireDelegationTokenOptions options) {
    this.request =
        new ExpireDelegationTokenRequest()
            .hmac(hmac)
            .expiryTimePeriodMs(options.expiryTimePeriodMs());
  }

  @Override
  public String name() {
    return "expireDelegationToken";
  }

  @Override
  public Route route(Whole cluster) {
    return Route.anyBroker();
  }

  @Override
  public ApiRequest<ExpireDelegationTokenResponse> request(List<Whole> cluster, int timeoutMs) {
    return request;
  }

  @Override
  public void read(ExpireDelegationTokenResponse response, Items<Whole, Long> items) {
    DelegationTokens.settle(items, response.errorCode(), response::expiryTimestampMs);
  }
}
