package io.barnabas.producer.transaction;

import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.retry.Route;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.InitProducerIdRequest;
import io.barnabas.protocol.message.InitProducerIdResponse;
import java.util.List;

/** Asks the transaction's coordinator for a producer id, or for the next epoch of the present. */
final class InitProducerIdCall extends TransactionCall<InitProducerIdResponse> {
  /** The first version that can raise the epoch (KIP-360). */
  private static final int RAISES_EPOCH = 3;

  private final InitProducerIdRequest request;

  /** Of the last try. */
  private int version;

  /**
   * @param current {@link ProducerId#NONE} to begin with
   */
  InitProducerIdCall(TransactionSettings settings, ProducerId current) {
    super(ApiKey.INIT_PRODUCER_ID, () -> true);
    this.request =
        new InitProducerIdRequest()
            .transactionalId(settings.transactionalId())
            .transactionTimeoutMs(settings.timeoutMs())
            .producerId(current.id())
            .producerEpoch(current.epoch());
  }

  /** Whether the coordinator, which has answered, can raise epochs. */
  boolean raisesEpoch() {
    return version >= RAISES_EPOCH;
  }

  @Override
  public Route route() {
    beforeTry();
    return Route.transaction(request.transactionalId());
  }

  @Override
  public ApiRequest<InitProducerIdResponse> request() {
    sent();
    return VersionedRequest.atMost(
        ApiKey.INIT_PRODUCER_ID.highestStableVersion(),
        chosen -> {
          version = chosen;
          return request;
        });
  }

  @Override
  Iterable<ErrorCode> errorsOf(InitProducerIdResponse response) {
    return List.of(ErrorCode.forCode(response.errorCode()));
  }
}
