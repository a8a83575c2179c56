package io.barnabas.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.NetworkClient;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.ClientEvents;
import io.barnabas.network.retry.Call;
import io.barnabas.network.retry.Route;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.FetchRequest;
import io.barnabas.protocol.message.FetchRequest.FetchPartition;
import io.barnabas.protocol.message.FetchRequest.FetchTopic;
import io.barnabas.protocol.message.FetchResponse;
import io.barnabas.protocol.record.RecordBatchReader;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** A producer whose transactional id another has taken over: it writes nothing any more. */
@Timeout(120)
class ZombieTest {
  private static final String TOPIC = "zombies";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final ProducerRecord<String, String> RECORD =
      new ProducerRecord<>(TOPIC, 0, "k", "v");

  /** Versions after that name topics by id. */
  private static final int LAST_FETCH_BY_NAME = 12;

  private static KafkaCluster cluster;

  /** A batch of the log, markers too. */
  private record Entry(short epoch, boolean isMarker) {}

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.shared();
    cluster.createTopic(TOPIC, 1);
  }

  @Test
  @SuppressWarnings("removal") // there is no other way yet to name a group alone
  void afterTheSecondInitTheFirstWritesNothing() throws Exception {
    try (BarnabasProducer<String, String> zombie = producer();
        BarnabasProducer<String, String> second = producer()) {
      zombie.initTransactions();
      zombie.beginTransaction();
      zombie.send(RECORD).get();
      second.initTransactions();
      List<Entry> before = log();
      assertEquals(2, before.size(), "the record, and the marker of its abort");

      requireFencedRecord(zombie);
      requireFenced(zombie::commitTransaction);
      requireFenced(zombie::abortTransaction);
      requireFenced(zombie::beginTransaction);
      requireFenced(zombie::initTransactions);
      requireFencedRecord(zombie);
      requireFenced(
          () ->
              zombie.sendOffsetsToTransaction(
                  Map.of(PARTITION, new OffsetAndMetadata(1)), new ConsumerGroupMetadata(TOPIC)));
      second.beginTransaction();
      second.send(RECORD).get();
      second.commitTransaction();

      List<Entry> added = log().subList(before.size(), log().size());
      assertEquals(List.of(false, true), added.stream().map(Entry::isMarker).toList());
      short fenced = before.get(0).epoch();
      assertTrue(added.stream().allMatch(entry -> entry.epoch() > fenced), added::toString);
    }
  }

  private static void requireFencedRecord(BarnabasProducer<String, String> zombie) {
    requireFencing(
        assertThrows(ExecutionException.class, () -> zombie.send(RECORD).get()).getCause());
  }

  private static void requireFenced(Executable call) {
    requireFencing(assertThrows(RuntimeException.class, call));
  }

  private static void requireFencing(Throwable error) {
    if (!(error instanceof InvalidProducerEpochException)) {
      assertInstanceOf(ProducerFencedException.class, error);
    }
  }

  private static List<Entry> log() throws Exception {
    NetworkClient network =
        NetworkClient.create(
            ClientSettings.from(new ProducerConfig(config()), "scan", "scan", ""),
            ClientEvents.NONE,
            Clock.SYSTEM);
    network.start();
    try {
      FetchResponse response = network.call(new Scan(), 20_000).get();
      return entries(
          new RecordBatchReader(response.responses().get(0).partitions().get(0).records()));
    } finally {
      network.close(Duration.ofSeconds(5));
    }
  }

  private static List<Entry> entries(RecordBatchReader reader) {
    List<Entry> entries = new ArrayList<>();
    while (reader.next()) {
      entries.add(new Entry(reader.producerEpoch(), reader.isControl()));
    }
    return entries;
  }

  /** All of the partition, whatever is committed. */
  private static final class Scan implements Call<FetchResponse> {
    @Override
    public Route route() {
      return Route.broker(cluster.leader(TOPIC, 0));
    }

    @Override
    public ApiRequest<FetchResponse> request() {
      FetchPartition all = new FetchPartition().partition(0).partitionMaxBytes(1 << 20);
      FetchTopic topic = new FetchTopic().topic(TOPIC).partitions(List.of(all));
      FetchRequest fetch =
          new FetchRequest().sessionEpoch(-1).maxBytes(1 << 20).topics(List.of(topic));
      return VersionedRequest.atMost(LAST_FETCH_BY_NAME, version -> fetch);
    }

    @Override
    public ErrorCode errorOf(FetchResponse response) {
      return ErrorCode.forCode(response.errorCode());
    }
  }

  private static BarnabasProducer<String, String> producer() {
    return new BarnabasProducer<>(config());
  }

  private static Map<String, Object> config() {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        cluster.bootstrapServers(),
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
        StringSerializer.class,
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
        StringSerializer.class,
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        TOPIC);
  }
}
