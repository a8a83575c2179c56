package io.barnabas.producer;

import io.barnabas.network.NetworkClient;
import io.barnabas.network.cluster.ClusterNews;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.EventLoop;
import io.barnabas.network.metrics.ClientMetrics;
import io.barnabas.network.retry.Call;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.batch.ProducerBatch;
import io.barnabas.producer.delivery.DeliverySettings;
import io.barnabas.producer.delivery.Sender;
import io.barnabas.producer.delivery.TransactionGate;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.producer.idempotence.ProducerIdentity;
import io.barnabas.producer.metrics.BlockedTime;
import io.barnabas.producer.metrics.ProducerMetrics;
import io.barnabas.producer.transaction.TransactionManager;
import io.barnabas.producer.transaction.Transactions;
import io.barnabas.protocol.ApiMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs under the producer's interface: the loop with its sender, fed by the accumulator. Made
 * and closed as a whole. Thread-safe.
 */
final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** What an orderly end of the loop may take once nothing is left to send. */
  private static final Duration LOOP_END = Duration.ofSeconds(5);

  private final ProducerSettings settings;
  private final NetworkClient network;
  private final EventLoop loop;
  private final Clock clock;
  private final Accumulator accumulator;
  private final Topics topics;
  private final BlockedTime blocked = new BlockedTime();
  private final ProducerMetrics metrics;

  /** Null without transactions. */
  private final Transactions transactions;

  private final Sender sender;

  Engine(
      ProducerSettings settings,
      ClientSettings clientSettings,
      ClientMetrics clientMetrics,
      ProducerComponents<?, ?> components,
      Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.network = NetworkClient.create(clientSettings, clientMetrics.networkEvents(), clock);
    this.loop = network.loop();
    this.accumulator =
        new Accumulator(
            new Accumulator.Limits(
                settings.batchSize(), settings.lingerMs(), settings.bufferMemory()),
            settings.compression(),
            settings.compressionLevel(),
            clock::nowMs,
            loop::wakeup,
            this::onCallbackError);
    this.topics =
        new Topics(accumulator, network.metadata(), clock, settings.metadataMaxIdleMs(), blocked);
    this.metrics =
        new ProducerMetrics(clientMetrics, accumulator.pool(), network.metadata(), blocked, clock);
    this.transactions = settings.transactions() == null ? null : newTransactions();
    this.sender = newSender();
    sender.events(metrics);
    if (settings.adaptivePartitioning()) {
      sender.balanceLoad(settings.lingerMs(), settings.partitionAvailabilityTimeoutMs());
    }
    network.metadata().interest(topics);
    network.metadata().onUpdate(topics::onMetadata);
    network.metadata().onUpdate(sender::onMetadata);
    List<Object> plugins = components.all();
    plugins.addAll(clientMetrics.registry().reporters());
    network.metadata().onUpdate(new ClusterNews(plugins)::onMetadata);
    loop.addPoller(sender);
    if (transactions != null) {
      loop.addPoller(transactions.manager().attach(sender));
    }
    loop.onDeath(this::onDeath);
  }

  private Sender newSender() {
    Backoff backoff = new Backoff(settings.retryBackoffMs(), settings.retryBackoffMaxMs());
    DeliverySettings delivery =
        new DeliverySettings(
            settings.logPrefix(),
            settings.maxInFlightPerConnection(),
            settings.maxRequestSize(),
            settings.acks(),
            settings.retries(),
            settings.requestTimeoutMs(),
            settings.deliveryTimeoutMs(),
            backoff);
    return new Sender(
        delivery,
        settings.lingerMs(),
        accumulator,
        network.requests(),
        network.metadata(),
        newIdentity(backoff),
        transactions == null ? TransactionGate.NONE : transactions.manager().gate(),
        clock);
  }

  private ProducerIdentity newIdentity(Backoff backoff) {
    if (transactions != null) {
      return transactions.manager().identity();
    }
    return settings.idempotence()
        ? new ProducerIdentity(
            settings.logPrefix(),
            this::askForProducerId,
            this::onNoProducerId,
            loop::wakeup,
            backoff)
        : ProducerIdentity.off();
  }

  private Transactions newTransactions() {
    TransactionManager manager =
        new TransactionManager(settings.transactions(), this::askUntilAnswered, network.features());
    return new Transactions(settings.transactions(), manager, loop, blocked);
  }

  private <R extends ApiMessage> CompletableFuture<R> askUntilAnswered(Call<R> call) {
    return network.call(call, Long.MAX_VALUE);
  }

  private CompletableFuture<ProducerId> askForProducerId() {
    return network
        .call(new InitProducerIdCall(), settings.requestTimeoutMs())
        .thenApply(answer -> new ProducerId(answer.producerId(), answer.producerEpoch()));
  }

  private void onNoProducerId(KafkaException cause) {
    sender.onNoProducerId(cause);
  }

  private void onCallbackError(TopicPartition topicPartition, Throwable error) {
    LOG.error(
        "{}Error executing user-provided callback on message for topic-partition '{}'",
        settings.logPrefix(),
        topicPartition,
        error);
  }

  private void onDeath(Throwable cause) {
    KafkaException error = new KafkaException("The producer's network thread has died", cause);
    closeTransactions(error);
    sender.abort(error);
    accumulator.die(error);
  }

  void start() {
    network.start();
  }

  Accumulator accumulator() {
    return accumulator;
  }

  /** Null without transactions. */
  Transactions transactions() {
    return transactions;
  }

  Topics topics() {
    return topics;
  }

  /** To be added to by every call that blocks. */
  BlockedTime blocked() {
    return blocked;
  }

  ProducerMetrics metrics() {
    return metrics;
  }

  NetworkClient network() {
    return network;
  }

  /** Why nothing is sent any more, for good; null as long as all is well. */
  RuntimeException failure() {
    return sender.failure();
  }

  boolean isClosed() {
    return accumulator.isClosed();
  }

  boolean isLoopThread() {
    return loop.inLoop();
  }

  /** Sends all that is there without delay; returns when it has its results. */
  void flush() throws InterruptedException {
    long startNanos = clock.nanos();
    try {
      flushAll();
    } finally {
      blocked.add(BlockedTime.Call.FLUSH, clock.nanos() - startNanos);
    }
  }

  private void flushAll() throws InterruptedException {
    CompletableFuture<List<ProducerBatch>> batches = new CompletableFuture<>();
    try {
      loop.execute(() -> batches.complete(sender.flush()));
    } catch (RejectedExecutionException e) {
      LOG.debug("{}Nothing to flush: the producer has ended", settings.logPrefix());
      return;
    }
    try {
      for (ProducerBatch batch : batches.get()) {
        batch.await();
      }
    } catch (ExecutionException e) {
      throw new KafkaException("Flush failed", e.getCause());
    }
  }

  /**
   * Sends what is left and waits for its results.
   *
   * @return false if that took longer than {@code timeoutMs}
   */
  boolean drain(long timeoutMs) throws InterruptedException {
    CountDownLatch drained = new CountDownLatch(1);
    accumulator.refuse();
    try {
      loop.execute(() -> sender.drain(() -> finishTransactions(drained::countDown)));
      loop.wakeup();
    } catch (RejectedExecutionException e) {
      return true;
    }
    return drained.await(timeoutMs, TimeUnit.MILLISECONDS);
  }

  private void finishTransactions(Runnable whenDone) {
    if (transactions == null) {
      whenDone.run();
    } else {
      transactions.manager().finish(whenDone);
      loop.wakeup();
    }
  }

  private void closeTransactions(KafkaException cause) {
    if (transactions != null) {
      transactions.manager().close(cause);
    }
  }

  /** Fails what is left. Any thread. */
  void abort() {
    if (loop.inLoop()) {
      abortOnLoop();
      return;
    }
    try {
      loop.execute(this::abortOnLoop);
    } catch (RejectedExecutionException e) {
      LOG.debug("{}Nothing to abort: the producer has ended", settings.logPrefix());
    }
  }

  private void abortOnLoop() {
    closeTransactions(new KafkaException("The producer closed forcefully"));
    sender.abort(new KafkaException("Producer is closed forcefully."));
  }

  /** Ends the loop; what still was left fails. Any thread but the loop's. */
  void end() {
    network.close(LOOP_END);
    accumulator.die(new KafkaException("Producer is closed forcefully."));
    accumulator.close();
  }
}
