package org.apache.kafka.clients.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaFuture;

/**
 * A {@link ListTransactionsResult} of any futures: the original's constructor wants those of an
 * internal type of kafka-clients.
 */
final class BarnabasTransactions extends ListTransactionsResult {

  private final KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> byBroker;
  private final KafkaFuture<Map<Integer, Collection<TransactionListing>>> all;

  /**
   * @param all what {@code byBroker} comes to, or the failure of one
   */
  BarnabasTransactions(
      KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> byBroker,
      KafkaFuture<Map<Integer, Collection<TransactionListing>>> all) {
    super(null);
    this.byBroker = byBroker;
    this.all = all;
  }

  @Override
  public KafkaFuture<Collection<TransactionListing>> all() {
    return all.thenApply(BarnabasTransactions::together);
  }

  private static Collection<TransactionListing> together(
      Map<Integer, Collection<TransactionListing>> byBroker) {
    List<TransactionListing> listings = new ArrayList<>();
    byBroker.values().forEach(listings::addAll);
    return listings;
  }

  @Override
  public KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> byBrokerId() {
    return byBroker.thenApply(HashMap::new);
  }

  @Override
  public KafkaFuture<Map<Integer, Collection<TransactionListing>>> allByBrokerId() {
    return all;
  }
}
