package io.barnabas.producer;

import io.barnabas.network.retry.Call;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.InitProducerIdRequest;
import io.barnabas.protocol.message.InitProducerIdResponse;

/** Asks any broker for a producer id of our own, for idempotence without transactions. */
final class InitProducerIdCall implements Call<InitProducerIdResponse> {

  @Override
  public Route route() {
    return Route.anyBroker();
  }

  @Override
  public ApiRequest<InitProducerIdResponse> request() {
    return new InitProducerIdRequest()
        .transactionalId(null)
        .transactionTimeoutMs(Integer.MAX_VALUE);
  }

  @Override
  public ErrorCode errorOf(InitProducerIdResponse response) {
    return ErrorCode.forCode(response.errorCode());
  }
}
