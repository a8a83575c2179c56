package io.barnabas.producer.model;

import io.barnabas.network.cluster.Coordinators;
import io.barnabas.network.cluster.KnownNodes;
import io.barnabas.network.connection.FinalizedFeatures;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.SteppedLoop;
import io.barnabas.network.retry.Call;
import io.barnabas.network.retry.CallRunner;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.batch.TopicQueue;
import io.barnabas.producer.delivery.DeliverySettings;
import io.barnabas.producer.delivery.Sender;
import io.barnabas.producer.metrics.BlockedTime;
import io.barnabas.producer.transaction.TransactionManager;
import io.barnabas.producer.transaction.TransactionRequests;
import io.barnabas.producer.transaction.TransactionSettings;
import io.barnabas.producer.transaction.Transactions;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.message.ApiVersionsResponse;
import io.barnabas.protocol.message.ApiVersionsResponse.FinalizedFeatureKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What runs under a transactional producer, as it is: accumulator, sender, transactions, retries
 * and look-ups of coordinators, on a loop that is stepped.
 */
final class ModelProducer {
  static final int REQUEST_TIMEOUT_MS = 300;

  private static final int BATCH_SIZE = 300;
  private static final int MEMORY = 40 * BATCH_SIZE;
  private static final int BACKOFF_MS = 20;

  static final ClientSettings SETTINGS =
      ClientSettings.from(
          new ProducerConfig(
              Map.of(
                  ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                  "localhost:9092",
                  ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                  ByteArraySerializer.class,
                  ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                  ByteArraySerializer.class,
                  ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                  REQUEST_TIMEOUT_MS,
                  // The same each time: a seed has to play the same again.
                  ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
                  BACKOFF_MS,
                  ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG,
                  BACKOFF_MS)),
          "model",
          "model",
          "");

  /** What differs from run to run. */
  record Limits(long lingerMs, int maxInFlight, long deliveryTimeoutMs, long maxBlockMs) {}

  final Accumulator accumulator;
  final TopicQueue topic;
  final TransactionManager manager;
  final Transactions transactions;
  final Sender sender;

  private final SteppedLoop stepped;
  private final FinalizedFeatures features = new FinalizedFeatures();
  private CallRunner calls;
  private long featuresEpoch;

  ModelProducer(
      SteppedLoop stepped, Limits limits, RequestSender connections, ModelMetadata metadata) {
    this.stepped = stepped;
    accumulator =
        new Accumulator(
            new Accumulator.Limits(BATCH_SIZE, limits.lingerMs, MEMORY),
            Compression.NONE,
            Compression.NONE.defaultLevel(),
            stepped.clock()::nowMs,
            () -> {},
            (partition, error) -> {
              throw new Violation("a callback threw " + error);
            });
    topic = accumulator.topic(ModelMetadata.TOPIC);
    TransactionSettings settings =
        new TransactionSettings("", "payments", 60_000, limits.maxBlockMs);
    manager = new TransactionManager(settings, requests(), features);
    transactions = new Transactions(settings, manager, stepped.loop(), new BlockedTime());
    sender = newSender(limits, connections, metadata);
    topic.learn(metadata.snapshot().topic(ModelMetadata.TOPIC), 1);
    metadata.metadata.onUpdate(sender::onMetadata);
    poll(connections, metadata);
  }

  private Sender newSender(Limits limits, RequestSender connections, ModelMetadata metadata) {
    DeliverySettings delivery =
        new DeliverySettings(
            "",
            limits.maxInFlight,
            1 << 20,
            (short) -1,
            Integer.MAX_VALUE,
            REQUEST_TIMEOUT_MS,
            limits.deliveryTimeoutMs,
            new Backoff(BACKOFF_MS, BACKOFF_MS));
    return new Sender(
        delivery,
        limits.lingerMs,
        accumulator,
        connections,
        metadata.metadata,
        manager.identity(),
        manager.gate(),
        stepped.clock());
  }

  /** In the order that they have in a producer. */
  private void poll(RequestSender connections, ModelMetadata metadata) {
    KnownNodes nodes = metadata.nodes;
    Coordinators coordinators = new Coordinators(SETTINGS, nodes, connections, stepped.loop());
    calls =
        new CallRunner(
            SETTINGS, nodes, connections, metadata.metadata, coordinators, stepped.loop());
    stepped.loop().addPoller(calls);
    stepped.loop().addPoller(coordinators);
    stepped.loop().addPoller(sender);
    stepped.loop().addPoller(manager.attach(sender));
  }

  private TransactionRequests requests() {
    return new TransactionRequests() {
      @Override
      public <R extends ApiMessage> CompletableFuture<R> call(Call<R> call) {
        return calls.call(call, Long.MAX_VALUE);
      }
    };
  }

  /** A broker has told of the version of transactions. */
  void learnVersion(int transactionVersion) {
    features.learn(
        new ApiVersionsResponse()
            .finalizedFeaturesEpoch(featuresEpoch++)
            .finalizedFeatures(
                List.of(
                    new FinalizedFeatureKey()
                        .name("transaction.version")
                        .maxVersionLevel((short) transactionVersion))));
  }

  boolean holdsNoMemory() {
    return accumulator.pool().availableBytes() == MEMORY;
  }

  /** Sends what is left and aborts what is open. */
  void end(Runnable whenDone) {
    sender.drain(() -> manager.finish(whenDone));
  }

  /** Fails what is left. */
  void endAtOnce() {
    manager.close(new KafkaException("closed"));
    sender.abort(new KafkaException("closed"));
    calls.close(new KafkaException("closed"));
  }
}
