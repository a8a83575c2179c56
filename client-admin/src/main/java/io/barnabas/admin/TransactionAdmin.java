package io.barnabas.admin;

import io.barnabas.admin.driver.AdminDriver;
import java.util.Collection;
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
import org.apache.kafka.common.TopicPartition;

/** Transactions and the producers that write in them. */
abstract class TransactionAdmin extends SharedGroupAdmin {

  TransactionAdmin(AdminDriver driver) {
    super(driver);
  }

  @Override
  public ListTransactionsResult listTransactions(ListTransactionsOptions options) {
    throw missing("listTransactions");
  }

  @Override
  public DescribeTransactionsResult describeTransactions(
      Collection<String> transactionalIds, DescribeTransactionsOptions options) {
    throw missing("describeTransactions");
  }

  @Override
  public DescribeProducersResult describeProducers(
      Collection<TopicPartition> partitions, DescribeProducersOptions options) {
    throw missing("describeProducers");
  }

  @Override
  public AbortTransactionResult abortTransaction(
      AbortTransactionSpec spec, AbortTransactionOptions options) {
    throw missing("abortTransaction");
  }

  @Override
  public FenceProducersResult fenceProducers(
      Collection<String> transactionalIds, FenceProducersOptions options) {
    throw missing("fenceProducers");
  }

  @Override
  public TerminateTransactionResult forceTerminateTransaction(
      String transactionalId, TerminateTransactionOptions options) {
    throw missing("forceTerminateTransaction");
  }
}
