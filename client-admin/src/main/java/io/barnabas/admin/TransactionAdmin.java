package io.barnabas.admin;

import io.barnabas.admin.driver.AdminDriver;
import io.barnabas.admin.driver.AdminFuture;
import io.barnabas.admin.operation.AbortTransaction;
import io.barnabas.admin.operation.DescribeProducers;
import io.barnabas.admin.operation.DescribeTransactions;
import io.barnabas.admin.operation.EachBroker;
import io.barnabas.admin.operation.FenceProducers;
import io.barnabas.admin.operation.FencedProducer;
import io.barnabas.admin.operation.ListTransactions;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionOptions;
import org.apache.kafka.clients.admin.AbortTransactionResult;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.DescribeTransactionsOptions;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.FenceProducersOptions;
import org.apache.kafka.clients.admin.FenceProducersResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ListTransactionsResult;
import org.apache.kafka.clients.admin.TerminateTransactionOptions;
import org.apache.kafka.clients.admin.TerminateTransactionResult;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Transactions and the producers that write in them. */
abstract class TransactionAdmin extends SharedGroupAdmin {

  TransactionAdmin(AdminDriver driver) {
    super(driver);
  }

  @Override
  public ListTransactionsResult listTransactions(ListTransactionsOptions options) {
    EachBroker brokers = new EachBroker(driver, options.timeoutMs());
    KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> listings =
        brokers.ask(new ListTransactions(options));
    return results.listTransactions(listings, EachBroker.together(listings));
  }

  @Override
  public DescribeTransactionsResult describeTransactions(
      Collection<String> transactionalIds, DescribeTransactionsOptions options) {
    DescribeTransactions operation = new DescribeTransactions(driver::transactionCoordinator);
    return results.describeTransactions(
        driver.run(operation, transactionalIds, options.timeoutMs()));
  }

  @Override
  public DescribeProducersResult describeProducers(
      Collection<TopicPartition> partitions, DescribeProducersOptions options) {
    DescribeProducers operation = new DescribeProducers(options);
    return results.describeProducers(driver.run(operation, partitions, options.timeoutMs()));
  }

  @Override
  public AbortTransactionResult abortTransaction(
      AbortTransactionSpec spec, AbortTransactionOptions options) {
    AbortTransaction operation = new AbortTransaction(spec);
    return results.abortTransaction(
        driver.run(operation, Set.of(spec.topicPartition()), options.timeoutMs()));
  }

  @Override
  public FenceProducersResult fenceProducers(
      Collection<String> transactionalIds, FenceProducersOptions options) {
    FenceProducers operation = new FenceProducers("fenceProducers", options.timeoutMs());
    Map<String, KafkaFuture<FencedProducer>> fenced =
        driver.run(operation, transactionalIds, options.timeoutMs());
    Map<String, KafkaFuture<Long>> producerIds = new HashMap<>();
    Map<String, KafkaFuture<Short>> epochs = new HashMap<>();
    fenced.forEach(
        (id, producer) -> {
          producerIds.put(id, AdminFuture.map(producer, FencedProducer::producerId));
          epochs.put(id, AdminFuture.map(producer, FencedProducer::epoch));
        });
    return results.fenceProducers(producerIds, epochs);
  }

  @Override
  public TerminateTransactionResult forceTerminateTransaction(
      String transactionalId, TerminateTransactionOptions options) {
    FenceProducers operation = new FenceProducers("forceTerminateTransaction", options.timeoutMs());
    KafkaFuture<FencedProducer> fenced =
        driver.run(operation, Set.of(transactionalId), options.timeoutMs()).get(transactionalId);
    return results.terminateTransaction(AdminFuture.map(fenced, producer -> null));
  }
}
