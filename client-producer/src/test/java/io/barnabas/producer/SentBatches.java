package io.barnabas.producer;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeRequest;
import io.barnabas.testkit.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a producer sends to a scripted broker, one request at a time, when a program uses it. */
final class SentBatches implements AutoCloseable {
  static final String TOPIC = "t";

  /** What is done with the producer. */
  @FunctionalInterface
  interface Program {
    void run(Producer<byte[], byte[]> producer, SentBatches sent) throws Exception;
  }

  private final FakeBroker broker = FakeBroker.start();
  private final CompletableFuture<Void> answering = new CompletableFuture<>();

  private SentBatches(int partitions) {
    broker.topic(TOPIC, partitions);
    broker.on(ApiKeys.PRODUCE, this::accept);
    broker.on(ApiKeys.INIT_PRODUCER_ID, new InitProducerIdResponseData().setProducerId(7));
  }

  /** By partition, in their order. */
  static Map<Integer, List<MemoryRecords>> of(
      Function<Map<String, Object>, Producer<byte[], byte[]>> constructor,
      Map<String, Object> more,
      int partitions,
      Program program)
      throws Exception {
    try (SentBatches sent = new SentBatches(partitions)) {
      try (Producer<byte[], byte[]> producer = constructor.apply(sent.config(more))) {
        program.run(producer, sent);
        sent.answer();
        producer.flush();
      }
      return sent.byPartition();
    }
  }

  private Map<String, Object> config(Map<String, Object> more) {
    Map<String, Object> config =
        new HashMap<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.address(),
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.LINGER_MS_CONFIG,
                20_000,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false));
    config.putAll(more);
    return config;
  }

  /** Returns when the first request is there, which has no answer before {@link #answer}. */
  void awaitFirst() {
    broker.awaitRequest(ApiKeys.PRODUCE, 1);
  }

  /** From now on requests are answered. */
  void answer() {
    answering.complete(null);
  }

  /** How many records the broker has taken. */
  int records(int partition) {
    return broker.records(TOPIC, partition).size();
  }

  private Map<Integer, List<MemoryRecords>> byPartition() {
    Map<Integer, List<MemoryRecords>> batches = new TreeMap<>();
    for (FakeRequest request : broker.requests(ApiKeys.PRODUCE)) {
      ProduceRequestData data = request.body();
      for (var topic : data.topicData()) {
        for (var partition : topic.partitionData()) {
          batches
              .computeIfAbsent(partition.index(), index -> new ArrayList<>())
              .add((MemoryRecords) partition.records());
        }
      }
    }
    return batches;
  }

  private Reply accept(FakeRequest request) {
    answering.join();
    return broker.defaultReply(request);
  }

  @Override
  public void close() {
    answering.complete(null);
    broker.close();
  }
}
