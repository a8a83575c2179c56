package io.barnabas.producer.transaction;

import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.retry.Route;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.EndTxnRequest;
import io.barnabas.protocol.message.EndTxnResponse;
import java.util.List;

/**
 * Commits or aborts. Nothing but the same request again may follow until there is an answer: it may
 * have been heard. From version 5 on the answer brings the epoch of the next transaction (TV2).
 */
final class EndTxnCall extends TransactionCall<EndTxnResponse> {
  private static final int LAST_OF_TV1 = 4;

  private final EndTxnRequest request;
  private final boolean v2;

  EndTxnCall(String transactionalId, ProducerId id, boolean commit, boolean v2) {
    super(ApiKey.END_TXN, () -> true);
    this.v2 = v2;
    this.request =
        new EndTxnRequest()
            .transactionalId(transactionalId)
            .producerId(id.id())
            .producerEpoch(id.epoch())
            .committed(commit);
  }

  @Override
  public Route route() {
    beforeTry();
    return Route.transaction(request.transactionalId());
  }

  @Override
  public ApiRequest<EndTxnResponse> request() {
    sent();
    int highest = v2 ? ApiKey.END_TXN.highestStableVersion() : LAST_OF_TV1;
    return VersionedRequest.atMost(highest, version -> request);
  }

  @Override
  Iterable<ErrorCode> errorsOf(EndTxnResponse response) {
    return List.of(ErrorCode.forCode(response.errorCode()));
  }
}
