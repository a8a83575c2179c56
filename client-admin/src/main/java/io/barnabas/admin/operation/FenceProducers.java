package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.InitProducerIdRequest;
import io.barnabas.protocol.message.InitProducerIdResponse;
import java.util.List;

/**
 * Takes transactional ids away from their producers, at each one's coordinator, by a new epoch:
 * open transactions are aborted.
 */
public final class FenceProducers
    implements Operation<String, FencedProducer, InitProducerIdResponse> {

  private final String name;
  private final Integer transactionTimeoutMs;

  /**
   * @param name the method of {@code Admin}: there are two for it
   * @param transactionTimeoutMs what the coordinator may take to write the new epoch down; null for
   *     the time that a request may take
   */
  public FenceProducers(String name, Integer transactionTimeoutMs) {
    this.name = name;
    this.transactionTimeoutMs = transactionTimeoutMs;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Route route(String transactionalId) {
    return Route.transaction(transactionalId);
  }

  @Override
  public ApiRequest<InitProducerIdResponse> request(List<String> transactionalId, int timeoutMs) {
    return new InitProducerIdRequest()
        .transactionalId(transactionalId.get(0))
        .transactionTimeoutMs(transactionTimeoutMs == null ? timeoutMs : transactionTimeoutMs);
  }

  @Override
  public void read(InitProducerIdResponse response, Items<String, FencedProducer> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    for (String transactionalId : items.all()) {
      switch (error) {
        case NONE ->
            items.complete(
                transactionalId,
                new FencedProducer(response.producerId(), response.producerEpoch()));
        case CONCURRENT_TRANSACTIONS -> items.retry(transactionalId, error, null);
        default -> CoordinatorErrors.settle(items, transactionalId, error, null);
      }
    }
  }
}
