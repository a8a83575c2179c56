package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeTransactionsRequest;
import io.barnabas.protocol.message.DescribeTransactionsResponse;
import io.barnabas.protocol.message.DescribeTransactionsResponse.TransactionState;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.TopicPartition;

/** Describes transactional ids and their transactions, at each one's coordinator. */
public final class DescribeTransactions
    implements Operation<String, TransactionDescription, DescribeTransactionsResponse> {

  private final ToIntFunction<String> coordinator;

  /**
   * @param coordinator tells the id of a transactional id's coordinator as it is known at present
   */
  public DescribeTransactions(ToIntFunction<String> coordinator) {
    this.coordinator = coordinator;
  }

  @Override
  public String name() {
    return "describeTransactions";
  }

  @Override
  public Route route(String transactionalId) {
    return Route.transaction(transactionalId);
  }

  @Override
  public boolean sharesCoordinators() {
    return true;
  }

  @Override
  public ApiRequest<DescribeTransactionsResponse> request(
      List<String> transactionalIds, int timeoutMs) {
    return new DescribeTransactionsRequest().transactionalIds(transactionalIds);
  }

  @Override
  public void read(
      DescribeTransactionsResponse response, Items<String, TransactionDescription> items) {
    for (TransactionState state : response.transactionStates()) {
      ErrorCode error = ErrorCode.forCode(state.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(state.transactionalId(), description(state));
      } else {
        CoordinatorErrors.settle(items, state.transactionalId(), error, null);
      }
    }
  }

  private TransactionDescription description(TransactionState state) {
    long startMs = state.transactionStartTimeMs();
    return new TransactionDescription(
        coordinator.applyAsInt(state.transactionalId()),
        org.apache.kafka.clients.admin.TransactionState.parse(state.transactionState()),
        state.producerId(),
        state.producerEpoch(),
        state.transactionTimeoutMs(),
        startMs < 0 ? OptionalLong.empty() : OptionalLong.of(startMs),
        partitions(state));
  }

  private static Set<TopicPartition> partitions(TransactionState state) {
    return state.topics().stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(partition -> new TopicPartition(topic.topic(), partition)))
        .collect(Collectors.toSet());
  }
}
