package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.message.DescribeDelegationTokenRequest;
import io.barnabas.protocol.message.DescribeDelegationTokenRequest.DescribeDelegationTokenOwner;
import io.barnabas.protocol.message.DescribeDelegationTokenResponse;
import java.util.List;
import org.apache.kafka.clients.admin.DescribeDelegationTokenOptions;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.token.delegation.DelegationToken;

/** Lists the delegation tokens that the client may see. */
public final class DescribeDelegationTokens
    implements Operation<Whole, List<DelegationToken>, DescribeDelegationTokenResponse> {

  /** Null for those of all owners. */
  private final List<KafkaPrincipal> owners;

  public DescribeDelegationTokens(DescribeDelegationTokenOptions options) {
    this.owners = options.owners();
  }

  @Override
  public String name() {
    return "describeDelegationToken";
  }

  @Override
  public Route route(Whole cluster) {
    return Route.anyBroker();
  }

  @Override
  public ApiRequest<DescribeDelegationTokenResponse> request(List<Whole> cluster, int timeoutMs) {
    return new DescribeDelegationTokenRequest()
        .owners(
            owners == null ? null : owners.stream().map(DescribeDelegationTokens::asked).toList());
  }

  private static DescribeDelegationTokenOwner asked(KafkaPrincipal owner) {
    return new DescribeDelegationTokenOwner()
        .principalType(owner.getPrincipalType())
        .principalName(owner.getName());
  }

  @Override
  public void read(
      DescribeDelegationTokenResponse response, Items<Whole, List<DelegationToken>> items) {
    DelegationTokens.settle(
        items,
        response.errorCode(),
        () -> response.tokens().stream().map(DelegationTokens::described).toList());
  }
}
