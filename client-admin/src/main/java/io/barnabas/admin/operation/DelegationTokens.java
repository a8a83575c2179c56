package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Whole;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.CreateDelegationTokenResponse;
import io.barnabas.protocol.message.DescribeDelegationTokenResponse.DescribedDelegationToken;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.token.delegation.DelegationToken;
import org.apache.kafka.common.security.token.delegation.TokenInformation;

/** Delegation tokens (KIP-48) as users and as messages have them. */
final class DelegationTokens {

  static DelegationToken created(
      CreateDelegationTokenResponse token, Collection<KafkaPrincipal> renewers) {
    TokenInformation information =
        new TokenInformation(
            token.tokenId(),
            new KafkaPrincipal(token.principalType(), token.principalName()),
            new KafkaPrincipal(
                token.tokenRequesterPrincipalType(), token.tokenRequesterPrincipalName()),
            renewers,
            token.issueTimestampMs(),
            token.maxTimestampMs(),
            token.expiryTimestampMs());
    return new DelegationToken(information, token.hmac());
  }

  static DelegationToken described(DescribedDelegationToken token) {
    List<KafkaPrincipal> renewers =
        token.renewers().stream()
            .map(renewer -> new KafkaPrincipal(renewer.principalType(), renewer.principalName()))
            .toList();
    TokenInformation information =
        new TokenInformation(
            token.tokenId(),
            new KafkaPrincipal(token.principalType(), token.principalName()),
            new KafkaPrincipal(
                token.tokenRequesterPrincipalType(), token.tokenRequesterPrincipalName()),
            renewers,
            token.issueTimestamp(),
            token.maxTimestamp(),
            token.expiryTimestamp());
    return new DelegationToken(information, token.hmac());
  }

  /** The one outcome of a call about tokens. */
  static <V> void settle(Items<Whole, V> items, short errorCode, Supplier<V> value) {
    ErrorCode error = ErrorCode.forCode(errorCode);
    if (error == ErrorCode.NONE) {
      items.complete(Whole.CLUSTER, value.get());
    } else {
      items.fail(Whole.CLUSTER, error, null);
    }
  }

  private DelegationTokens() {}
}
