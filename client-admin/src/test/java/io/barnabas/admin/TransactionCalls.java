package io.barnabas.admin;

import static io.barnabas.admin.AdminCall.change;
import static io.barnabas.admin.AdminCall.read;

import java.util.List;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;

/** The methods on transactions, for the test of all methods. */
final class TransactionCalls {

  private static final int SOON_MS = 1_500;

  private TransactionCalls() {}

  static List<AdminCall> all() {
    return List.of(
        read(
            "listTransactions",
            (admin, me) -> admin.listTransactions(),
            (admin, me) ->
                admin.listTransactions(
                    new ListTransactionsOptions().filterOnTransactionalIdPattern("("))),
        read(
            "describeTransactions",
            (admin, me) -> admin.describeTransactions(List.of("open")),
            (admin, me) -> admin.describeTransactions(List.of("none", "open"))),
        read(
            "describeProducers",
            (admin, me) -> describeProducers(admin, new TopicPartition("open", 0)),
            (admin, me) -> describeProducers(admin, new TopicPartition("nowhere", 0))),
        change("abortTransaction", TransactionCalls::abort, TransactionCalls::abortWithOldEpoch),
        change(
            "fenceProducers",
            (admin, me) -> admin.fenceProducers(List.of("fence-" + me)).all(),
            null),
        change(
            "forceTerminateTransaction",
            (admin, me) -> admin.forceTerminateTransaction("terminate-" + me),
            null));
  }

  private static Object describeProducers(Admin admin, TopicPartition partition) {
    DescribeProducersOptions options = new DescribeProducersOptions();
    options.timeoutMs(SOON_MS);
    return admin.describeProducers(List.of(partition), options).all();
  }

  private static Object abort(Admin admin, String me) throws Exception {
    TopicPartition partition = new TopicPartition("hang-" + me, 0);
    ProducerState hanging =
        admin
            .describeProducers(List.of(partition))
            .partitionResult(partition)
            .get()
            .activeProducers()
            .get(0);
    return admin.abortTransaction(
        new AbortTransactionSpec(
            partition,
            hanging.producerId(),
            (short) hanging.producerEpoch(),
            hanging.coordinatorEpoch().orElse(0)));
  }

  private static Object abortWithOldEpoch(Admin admin, String me) {
    return admin.abortTransaction(
        new AbortTransactionSpec(new TopicPartition("open", 0), 1_000_000, (short) -5, 0));
  }
}
