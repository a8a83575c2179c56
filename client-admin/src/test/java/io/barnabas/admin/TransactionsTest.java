package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static io.barnabas.admin.BothAdmins.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.KafkaCluster;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.FenceProducersResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Transactions on a real broker, beside kafka-clients' own admin client. */
class TransactionsTest {

  private static BothAdmins admins;

  @BeforeAll
  static void connect() {
    admins = new BothAdmins(KafkaCluster.shared().bootstrapServers());
  }

  @AfterAll
  static void disconnect() {
    admins.close();
  }

  @Test
  void openTransactionIsListedAndDescribedAsByKafkaClients() throws Exception {
    TopicPartition partition = newPartition();
    String id = unique("tx");
    try (KafkaProducer<byte[], byte[]> producer = begun(id, partition)) {
      TransactionDescription described =
          admins.same(admin -> admin.describeTransactions(List.of(id)).all()).get(id);
      assertEquals(TransactionState.ONGOING, described.state());
      assertEquals(Set.of(partition), described.topicPartitions());
      admins.same(admin -> admin.describeTransactions(List.of(id)).description(id));

      ListTransactionsOptions its =
          new ListTransactionsOptions()
              .filterProducerIds(Set.of(described.producerId()))
              .filterStates(Set.of(TransactionState.ONGOING))
              .filterOnTransactionalIdPattern("tx-.*");
      admins.same(admin -> admin.listTransactions(its).allByBrokerId());
      assertEquals(
          List.of(new TransactionListing(id, described.producerId(), TransactionState.ONGOING)),
          admins.same(admin -> admin.listTransactions(its).all()));
      assertEquals(
          get(admins.theirs.listTransactions(its).byBrokerId()).keySet(),
          get(admins.ours.listTransactions(its).byBrokerId()).keySet());
      assertTrue(
          admins
              .same(
                  admin ->
                      admin
                          .listTransactions(
                              new ListTransactionsOptions()
                                  .filterProducerIds(Set.of(described.producerId()))
                                  .filterOnDuration(3_600_000))
                          .all())
              .isEmpty());
      producer.abortTransaction();
    }
  }

  @Test
  void producersAreDescribedAndTheirTransactionIsAborted() throws Exception {
    TopicPartition partition = newPartition();
    try (KafkaProducer<byte[], byte[]> producer = begun(unique("hangs"), partition)) {
      producer.flush();
      ProducerState state = producer(admins.ours, partition);
      assertEquals(producer(admins.theirs, partition), state);
      assertEquals(0, state.currentTransactionStartOffset().orElseThrow());
      assertInstanceOf(
          InvalidProducerEpochException.class,
          admins.sameFailureType(
              admin -> admin.abortTransaction(spec(partition, state, (short) -5)).all()));

      get(
          admins
              .ours
              .abortTransaction(spec(partition, state, (short) state.producerEpoch()))
              .all());

      assertTrue(producer(admins.ours, partition).currentTransactionStartOffset().isEmpty());
    }
  }

  private static AbortTransactionSpec spec(
      TopicPartition partition, ProducerState state, short epoch) {
    return new AbortTransactionSpec(
        partition, state.producerId(), epoch, state.coordinatorEpoch().orElse(0));
  }

  @Test
  void producersAreDescribedAtANamedBroker() throws Exception {
    TopicPartition partition = newPartition();
    DescribeProducersOptions at =
        new DescribeProducersOptions()
            .brokerId(KafkaCluster.shared().brokers().iterator().next().id());
    assertTrue(
        get(admins.ours.describeProducers(List.of(partition), at).all())
            .get(partition)
            .activeProducers()
            .isEmpty());
  }

  @Test
  void fencedProducerLosesItsEpoch() throws Exception {
    TopicPartition partition = newPartition();
    String id = unique("fenced");
    try (KafkaProducer<byte[], byte[]> producer = begun(id, partition)) {
      TransactionDescription before =
          get(admins.ours.describeTransactions(List.of(id)).description(id));

      FenceProducersResult fenced = admins.ours.fenceProducers(List.of(id));
      get(fenced.all());

      assertEquals(Set.of(id), fenced.fencedProducers().keySet());
      assertTrue(get(fenced.producerId(id)) >= before.producerId());
      assertTrue(get(fenced.epochId(id)) > before.producerEpoch());
      assertThrows(IllegalArgumentException.class, () -> fenced.epochId("other"));
      assertThrows(RuntimeException.class, producer::commitTransaction);
    }
  }

  @Test
  void terminatedTransactionIsAborted() throws Exception {
    TopicPartition partition = newPartition();
    String id = unique("terminated");
    try (KafkaProducer<byte[], byte[]> producer = begun(id, partition)) {
      get(admins.ours.forceTerminateTransaction(id).result());

      assertThrows(RuntimeException.class, producer::commitTransaction);
      assertTrue(
          admins
              .same(admin -> admin.describeTransactions(List.of(id)).description(id))
              .topicPartitions()
              .isEmpty());
    }
  }

  @Test
  void missingTransactionalIdFailsAlone() throws Exception {
    String missing = unique("missing");
    String id = unique("there");
    try (KafkaProducer<byte[], byte[]> producer = begun(id, newPartition())) {
      var both = admins.ours.describeTransactions(List.of(missing, id));
      get(both.description(id));
      assertInstanceOf(
          TransactionalIdNotFoundException.class, failureOf(both.description(missing)));
      admins.sameFailureType(admin -> admin.describeTransactions(List.of(missing)).all());
      producer.abortTransaction();
    }
  }

  private static ProducerState producer(Admin admin, TopicPartition partition) throws Exception {
    return get(admin.describeProducers(List.of(partition)).partitionResult(partition))
        .activeProducers()
        .get(0);
  }

  private static TopicPartition newPartition() {
    String topic = unique("transacted");
    KafkaCluster.shared().createTopic(topic, 1);
    return new TopicPartition(topic, 0);
  }

  /** A producer with an open transaction of one record. */
  private static KafkaProducer<byte[], byte[]> begun(String id, TopicPartition partition)
      throws Exception {
    var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                KafkaCluster.shared().bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                id),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(partition.topic(), new byte[] {1})).get();
    return producer;
  }
}
