package io.barnabas.producer.transaction;

import io.barnabas.network.retry.Route;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.AddOffsetsToTxnRequest;
import io.barnabas.protocol.message.AddOffsetsToTxnResponse;
import java.util.List;

/** Adds a group's offsets to the transaction, where brokers do not do that by themselves (TV1). */
final class AddOffsetsCall extends TransactionCall<AddOffsetsToTxnResponse> {
  private final AddOffsetsToTxnRequest request;

  AddOffsetsCall(String transactionalId, ProducerId id, String groupId, Wish wish) {
    super(ApiKey.ADD_OFFSETS_TO_TXN, wish);
    this.request =
        new AddOffsetsToTxnRequest()
            .transactionalId(transactionalId)
            .producerId(id.id())
            .producerEpoch(id.epoch())
            .groupId(groupId);
  }

  @Override
  public Route route() {
    beforeTry();
    return Route.transaction(request.transactionalId());
  }

  @Override
  public ApiRequest<AddOffsetsToTxnResponse> request() {
    sent();
    return request;
  }

  @Override
  Iterable<ErrorCode> errorsOf(AddOffsetsToTxnResponse response) {
    return List.of(ErrorCode.forCode(response.errorCode()));
  }

  @Override
  boolean startsTransaction() {
    return true;
  }

  @Override
  boolean opensTransaction() {
    return true;
  }
}
