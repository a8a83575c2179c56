package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.message.CreateDelegationTokenRequest;
import io.barnabas.protocol.message.CreateDelegationTokenRequest.CreatableRenewers;
import io.barnabas.protocol.message.CreateDelegationTokenResponse;
import java.util.List;
import org.apache.kafka.clients.admin.CreateDelegationTokenOptions;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.token.delegation.DelegationToken;

/** Creates a delegation token (KIP-48, KIP-373). */
public final class CreateDelegationToken
    implements Operation<Whole, DelegationToken, CreateDelegationTokenResponse> {

  private final CreateDelegationTokenOptions options;

  public CreateDelegationToken(CreateDelegationTokenOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "createDelegationToken";
  }

  @Override
  public Route route(Whole cluster) {
    return Route.anyBroker();
  }

  @Override
  public ApiRequest<CreateDelegationTokenResponse> request(List<Whole> cluster, int timeoutMs) {
    return new CreateDelegationTokenRequest()
        .ownerPrincipalType(options.owner().map(KafkaPrincipal::getPrincipalType).orElse(null))
        .ownerPrincipalName(options.owner().map(KafkaPrincipal::getName).orElse(null))
        .renewers(options.renewers().stream().map(CreateDelegationToken::renewer).toList())
        .maxLifetimeMs(options.maxLifetimeMs());
  }

  private static CreatableRenewers renewer(KafkaPrincipal principal) {
    return new CreatableRenewers()
        .principalType(principal.getPrincipalType())
        .principalName(principal.getName());
  }

  @Override
  public void read(CreateDelegationTokenResponse response, Items<Whole, DelegationToken> items) {
    DelegationTokens.settle(
        items, response.errorCode(), () -> DelegationTokens.created(response, options.renewers()));
  }
}
