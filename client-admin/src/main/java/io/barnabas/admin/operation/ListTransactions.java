package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ListTransactionsRequest;
import io.barnabas.protocol.message.ListTransactionsResponse;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/** Lists the transactions that each broker coordinates. An item is a broker's id. */
public final class ListTransactions
    implements Operation<Integer, Collection<TransactionListing>, ListTransactionsResponse> {

  private static final int FIRST_WITH_DURATION = 1;
  private static final int FIRST_WITH_PATTERN = 2;

  private final ListTransactionsOptions options;

  public ListTransactions(ListTransactionsOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "listTransactions";
  }

  @Override
  public Route route(Integer broker) {
    return Route.broker(broker);
  }

  @Override
  public ApiRequest<ListTransactionsResponse> request(List<Integer> broker, int timeoutMs) {
    return VersionedRequest.atLeast(
        lowestVersion(),
        new ListTransactionsRequest()
            .stateFilters(
                options.filteredStates().stream().map(TransactionState::toString).toList())
            .producerIdFilters(List.copyOf(options.filteredProducerIds()))
            .durationFilter(options.filteredDuration())
            .transactionalIdPattern(
                hasPattern() ? options.filteredTransactionalIdPattern() : null));
  }

  private int lowestVersion() {
    if (hasPattern()) {
      return FIRST_WITH_PATTERN;
    }
    return options.filteredDuration() >= 0 ? FIRST_WITH_DURATION : 0;
  }

  private boolean hasPattern() {
    String pattern = options.filteredTransactionalIdPattern();
    return pattern != null && !pattern.isEmpty();
  }

  @Override
  public void read(
      ListTransactionsResponse response, Items<Integer, Collection<TransactionListing>> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    switch (error) {
      case NONE -> items.all().forEach(broker -> items.complete(broker, listings(response)));
      case COORDINATOR_LOAD_IN_PROGRESS -> items.retryAll(error, null);
      default -> items.failAll(error, null);
    }
  }

  private static Collection<TransactionListing> listings(ListTransactionsResponse response) {
    return response.transactionStates().stream()
        .map(
            listed ->
                new TransactionListing(
                    listed.transactionalId(),
                    listed.producerId(),
                    TransactionState.parse(listed.transactionState())))
        .toList();
  }
}
