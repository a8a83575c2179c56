package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.network.NetworkClient;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.ClientEvents;
import io.barnabas.network.retry.Call;
import io.barnabas.network.retry.Route;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.EndTxnRequest;
import io.barnabas.protocol.message.EndTxnResponse;
import io.barnabas.testkit.Await;
import io.barnabas.testkit.Direction;
import io.barnabas.testkit.FaultProxy;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults at each step of a transaction against real brokers: what is told is what is there. */
@Timeout(120)
class TransactionFaultTest {
  private static final int RECORDS = 5;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** By the version of transactions. */
  private static final Map<Integer, KafkaCluster> CLUSTERS = new HashMap<>();

  private String name;

  @BeforeAll
  static void start() throws Exception {
    CLUSTERS.put(2, KafkaCluster.start());
    KafkaCluster first = KafkaCluster.start();
    CLUSTERS.put(1, first);
    try (Admin admin = admin(first)) {
      FeatureUpdate down = new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
      admin
          .updateFeatures(Map.of("transaction.version", down), new UpdateFeaturesOptions())
          .all()
          .get();
    }
  }

  @AfterAll
  static void stop() {
    CLUSTERS.values().forEach(KafkaCluster::close);
  }

  @BeforeEach
  void nameIt() {
    name = "transaction-faults-" + NUMBERS.incrementAndGet();
    CLUSTERS.values().forEach(cluster -> cluster.createTopic(name, 1));
  }

  private static Admin admin(KafkaCluster cluster) {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()));
  }

  static Stream<Arguments> steps() {
    List<Arguments> steps = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (ApiKeys api :
          List.of(
              ApiKeys.FIND_COORDINATOR,
              ApiKeys.INIT_PRODUCER_ID,
              ApiKeys.TXN_OFFSET_COMMIT,
              ApiKeys.PRODUCE,
              ApiKeys.END_TXN)) {
        steps.add(Arguments.of(1, api, direction));
        steps.add(Arguments.of(2, api, direction));
      }
      steps.add(Arguments.of(1, ApiKeys.ADD_PARTITIONS_TO_TXN, direction));
      steps.add(Arguments.of(1, ApiKeys.ADD_OFFSETS_TO_TXN, direction));
    }
    return steps.stream();
  }

  /** A request is lost, or it is the answer: the broker has not heard, or has done it. */
  @ParameterizedTest
  @MethodSource("steps")
  void theCoordinatorIsLostAtEachStep(int version, ApiKeys api, Direction lost) throws Exception {
    KafkaCluster cluster = CLUSTERS.get(version);
    try (FaultProxy proxy = cluster.broker(1).proxy();
        BarnabasProducer<String, String> producer = producer(proxy.address())) {
      proxy.resetIn(lost, api, 0);
      producer.initTransactions();
      transaction(producer, "first");
      producer.commitTransaction();
      proxy.resetIn(lost, api, 0);
      transaction(producer, "second");
      producer.abortTransaction();
      transaction(producer, "third");
      producer.commitTransaction();
    }
    assertEquals(values("first", "third"), ReadBack.committed(cluster.bootstrapServers(), name));
    assertEquals(new OffsetAndMetadata("third".length()), committedOffset(cluster));
    requireNothingHangs(cluster);
  }

  @SuppressWarnings("removal") // there is no other way yet to name a group alone
  private void transaction(BarnabasProducer<String, String> producer, String prefix) {
    producer.beginTransaction();
    for (String value : values(prefix)) {
      producer.send(new ProducerRecord<>(name, value));
    }
    producer.flush();
    producer.sendOffsetsToTransaction(
        Map.of(partition(), new OffsetAndMetadata(prefix.length())),
        new ConsumerGroupMetadata(name));
  }

  private static List<String> values(String... prefixes) {
    return Stream.of(prefixes)
        .flatMap(prefix -> Stream.iterate(0, i -> i + 1).limit(RECORDS).map(i -> prefix + i))
        .toList();
  }

  private TopicPartition partition() {
    return new TopicPartition(name, 0);
  }

  private OffsetAndMetadata committedOffset(KafkaCluster cluster) throws Exception {
    try (Admin admin = admin(cluster)) {
      return admin
          .listConsumerGroupOffsets(name)
          .partitionsToOffsetAndMetadata()
          .get()
          .get(partition());
    }
  }

  private void requireNothingHangs(KafkaCluster cluster) {
    try (Admin admin = admin(cluster)) {
      Await.until(
          "the transaction is complete",
          Duration.ofSeconds(20),
          () -> description(admin).topicPartitions().isEmpty());
      ListTransactionsOptions open =
          new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING));
      assertEquals(0, admin.listTransactions(open).all().get().size());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private TransactionDescription description(Admin admin) throws Exception {
    return admin.describeTransactions(List.of(name)).description(name).get();
  }

  /** In TV2 the epoch tells it from the end of the open transaction (KIP-890). */
  @Test
  void aLateEndOfAnEarlierTransactionChangesNothing() throws Exception {
    KafkaCluster cluster = CLUSTERS.get(2);
    try (Admin admin = admin(cluster);
        BarnabasProducer<String, String> producer = producer(cluster.bootstrapServers())) {
      producer.initTransactions();
      for (boolean late : new boolean[] {true, false}) {
        int epoch = description(admin).producerEpoch();
        transaction(producer, "ended" + late);
        producer.commitTransaction();
        transaction(producer, "open" + late);
        assertEquals(ErrorCode.PRODUCER_FENCED, end(cluster, admin, epoch, late, 5));
        producer.commitTransaction();
      }
    }
    assertEquals(
        values("endedtrue", "opentrue", "endedfalse", "openfalse"),
        ReadBack.committed(cluster.bootstrapServers(), name));
  }

  /** In TV1 it ends the open transaction (KIP-890): then nobody is told otherwise. */
  @Test
  void whatALateAbortOfTv1TakesAwayIsNotCalledCommitted() throws Exception {
    KafkaCluster cluster = CLUSTERS.get(1);
    try (Admin admin = admin(cluster);
        BarnabasProducer<String, String> producer = producer(cluster.bootstrapServers())) {
      producer.initTransactions();
      transaction(producer, "open");
      assertEquals(ErrorCode.NONE, end(cluster, admin, 0, false, 4));
      assertThrows(InvalidTxnStateException.class, producer::commitTransaction);
    }
    assertEquals(List.of(), ReadBack.committed(cluster.bootstrapServers(), name));
  }

  /** What the coordinator says to the end of a transaction that comes from nowhere. */
  private ErrorCode end(KafkaCluster cluster, Admin admin, int epoch, boolean commit, int version)
      throws Exception {
    EndTxnRequest request =
        new EndTxnRequest()
            .transactionalId(name)
            .producerId(description(admin).producerId())
            .producerEpoch((short) epoch)
            .committed(commit);
    ProducerConfig config = new ProducerConfig(config(cluster.bootstrapServers()));
    NetworkClient network =
        NetworkClient.create(
            ClientSettings.from(config, "late", "late", ""), ClientEvents.NONE, Clock.SYSTEM);
    network.start();
    try {
      return ErrorCode.forCode(
          network.call(new LateEnd(request, version), 20_000).get().errorCode());
    } finally {
      network.close(Duration.ofSeconds(5));
    }
  }

  private record LateEnd(EndTxnRequest end, int version) implements Call<EndTxnResponse> {
    @Override
    public Route route() {
      return Route.transaction(end.transactionalId());
    }

    @Override
    public ApiRequest<EndTxnResponse> request() {
      return VersionedRequest.atMost(version, chosen -> end);
    }

    @Override
    public ErrorCode errorOf(EndTxnResponse response) {
      ErrorCode error = ErrorCode.forCode(response.errorCode());
      return error.retriable() ? error : ErrorCode.NONE;
    }
  }

  private BarnabasProducer<String, String> producer(String bootstrapServers) {
    return new BarnabasProducer<>(config(bootstrapServers));
  }

  private Map<String, Object> config(String bootstrapServers) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
        StringSerializer.class,
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
        StringSerializer.class,
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        name,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        20_000);
  }
}
