package io.barnabas.admin.driver;

import io.barnabas.network.retry.Call;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Items that share a request, as a call: each try asks for those that have no outcome yet, along
 * the route of the first of them whose broker is known. Loop thread only.
 */
final class Batch<K, V, R extends ApiMessage> implements Call<R> {

  private final AdminDriver driver;
  private final Operation<K, V, R> operation;
  private final Items<K, V> items;
  private final IntSupplier timeoutMs;

  private int tries;

  Batch(
      AdminDriver driver, Operation<K, V, R> operation, Items<K, V> items, IntSupplier timeoutMs) {
    this.driver = driver;
    this.operation = operation;
    this.items = items;
    this.timeoutMs = timeoutMs;
  }

  @Override
  public Route route() {
    List<K> all = items.all();
    return all.stream()
        .map(item -> driver.route(operation, item))
        .filter(route -> driver.node(route) != AdminDriver.UNKNOWN)
        .findFirst()
        .orElseGet(() -> driver.route(operation, all.get(0)));
  }

  @Override
  public ApiRequest<R> request() {
    if (tries > driver.limits().retries()) {
      throw new TimeoutException(
          operation.name() + " did not succeed within " + tries + " tries, all that it may have");
    }
    tries++;
    return operation.request(items.all(), timeoutMs.getAsInt());
  }

  /** Takes the outcomes out of the answer; the error is that of the items that have none yet. */
  @Override
  public ErrorCode errorOf(R response) {
    items.beforeAnswer();
    try {
      operation.read(response, items);
      items.failLeftOut(operation);
    } catch (RuntimeException e) {
      items.failAll(e);
    }
    ErrorCode error = items.all().isEmpty() ? ErrorCode.NONE : items.retryError();
    if (error == ErrorCode.THROTTLING_QUOTA_EXCEEDED) {
      tries = 0; // to wait for a quota is none of the retries that are limited
    }
    return error;
  }

  @Override
  public String errorMessageOf(R response) {
    return items.retryMessage();
  }
}
