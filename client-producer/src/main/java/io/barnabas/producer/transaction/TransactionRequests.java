package io.barnabas.producer.transaction;

import io.barnabas.network.retry.Call;
import io.barnabas.protocol.ApiMessage;
import java.util.concurrent.CompletableFuture;

/** Brings requests to coordinators, however long that takes. */
@FunctionalInterface
public interface TransactionRequests {

  /**
   * Tries until there is an answer without an error that another try may mend.
   *
   * @return completes on the loop thread; may be cancelled
   */
  <R extends ApiMessage> CompletableFuture<R> call(Call<R> call);
}
