package io.barnabas.producer.delivery;

import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.loop.Clock;
import io.barnabas.network.loop.Poller;
import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.batch.Intake;
import io.barnabas.producer.batch.ProducerBatch;
import io.barnabas.producer.idempotence.ProducerIdentity;
import io.barnabas.producer.metrics.SendEvents;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Sends what the accumulator holds. Partitions announce themselves; the sender touches those that
 * have something to do, and no others. Loop thread only.
 */
public final class Sender implements Poller, TransactionBatches {
  private final DeliverySettings settings;
  private final Accumulator accumulator;
  private final RequestSender requests;
  private final Metadata metadata;
  private final Clock clock;
  private final ProducerIdentity identity;
  private final TransactionGate gate;
  private final Lingering lingering;
  private final Incomplete incomplete = new Incomplete();
  private final Deliveries deliveries;
  private final Router router;
  private final Settlement settlement;
  private final Intake intake = this::onAnnounced;

  /** Those whose sealing failed; their callbacks may lead to the next hand-over. */
  private final List<Shipment> unsendable = new ArrayList<>();

  private final List<Runnable> whenIdle = new ArrayList<>();

  private SendEvents events = SendEvents.NONE;

  /** Null if the choice of partitions does not follow the load. */
  private LoadBalance loadBalance;

  /** Open batches no longer wait for more records: the producer closes. */
  private boolean draining;

  public Sender(
      DeliverySettings settings,
      long lingerMs,
      Accumulator accumulator,
      RequestSender requests,
      Metadata metadata,
      ProducerIdentity identity,
      TransactionGate gate,
      Clock clock) {
    this.settings = settings;
    this.accumulator = accumulator;
    this.requests = requests;
    this.metadata = metadata;
    this.clock = clock;
    this.identity = identity;
    this.gate = gate;
    this.lingering = new Lingering(lingerMs);
    this.router =
        new Router(metadata, settings.maxInFlight(), settings.backoff().initialMs(), gate);
    this.deliveries =
        new Deliveries(identity, delivery -> router.learn(delivery, metadata.snapshot()));
    this.settlement =
        new Settlement(
            settings, accumulator, metadata, deliveries, router, incomplete, gate, clock::nowMs);
  }

  /** Who counts what is sent. Before the loop starts. */
  public void events(SendEvents counted) {
    events = counted;
    settlement.events(counted);
  }

  /**
   * Lets records without key avoid partitions that lag (KIP-794). Before the loop starts.
   *
   * @param availabilityTimeoutMs {@code partitioner.availability.timeout.ms}
   */
  public void balanceLoad(long lingerMs, long availabilityTimeoutMs) {
    loadBalance =
        new LoadBalance(accumulator, metadata, deliveries, router, lingerMs, availabilityTimeoutMs);
  }

  @Override
  public long poll(long nowMs) {
    if (!accumulator.isGathering(nowMs)) {
      takeOver(nowMs);
    }
    if (identity.failure() != null) {
      abandonAll(identity.failure());
    }
    noteDue(nowMs);
    expire(nowMs);
    router.poll(nowMs);
    long sendMs = sendAll(nowMs);
    runWhenIdle();
    long nextMs = Math.min(sendMs, Math.min(lingering.nextDueMs(), nextExpiryMs()));
    nextMs = Math.min(nextMs, router.nextPollMs(nowMs));
    if (loadBalance != null) {
      nextMs = Math.min(nextMs, loadBalance.poll(nowMs));
    }
    return accumulator.sleepUntil(nowMs, nextMs);
  }

  /** Takes over what was opened or is ready. */
  private void onAnnounced(ProducerBatch batch) {
    PartitionDelivery delivery = deliveries.of(batch.queue());
    if (batch.markKnown()) {
      introduce(batch, delivery);
    }
    takeReady(delivery);
    router.route(delivery, clock.nowMs());
  }

  private void introduce(ProducerBatch batch, PartitionDelivery delivery) {
    Shipment shipment = delivery.introduce(batch);
    incomplete.add(shipment);
    gate.admits(batch.topicPartition());
    if (!batch.isSealed()) {
      lingering.add(shipment);
    }
  }

  private void takeReady(PartitionDelivery delivery) {
    for (Shipment ready = delivery.ready(); ready != null; ready = delivery.ready()) {
      if (ready.batch().sealError() != null) {
        unsendable.add(ready);
      }
    }
  }

  private void takeOver() {
    takeOver(clock.nowMs());
  }

  private void takeOver(long nowMs) {
    accumulator.handOver(nowMs, intake);
    for (Shipment shipment : unsendable) {
      settlement.abandon(shipment, shipment.batch().sealError());
      gate.onFailed(shipment.batch().sealError());
    }
    unsendable.clear();
  }

  /**
   * A batch whose linger is over goes on taking records until it can leave: where brokers are slow,
   * fewer and fuller batches are what lets them keep up.
   */
  private void noteDue(long nowMs) {
    boolean allAreDue = draining || accumulator.isExhausted();
    Shipment due = lingering.pollDue(nowMs, allAreDue);
    while (due != null) {
      due.due();
      router.route(due.delivery(), nowMs);
      due = lingering.pollDue(nowMs, allAreDue);
    }
  }

  private void expire(long nowMs) {
    Shipment oldest = incomplete.oldest();
    while (oldest != null && nowMs >= expiryMs(oldest)) {
      oldest.batch().seal();
      takeOver(nowMs);
      if (!oldest.isReady()) {
        return;
      }
      settlement.expire(oldest, nowMs);
      oldest = incomplete.oldest();
    }
  }

  private long nextExpiryMs() {
    Shipment oldest = incomplete.oldest();
    return oldest == null ? NEVER : expiryMs(oldest);
  }

  private long expiryMs(Shipment shipment) {
    return shipment.batch().createdMs() + settings.deliveryTimeoutMs();
  }

  /** Returns when to try again at the latest. */
  private long sendAll(long nowMs) {
    if (!identity.isReady(nowMs)) {
      return identity.nextPollMs();
    }
    long nextMs = NEVER;
    for (NodeOutbox outbox : router.outboxes()) {
      nextMs = Math.min(nextMs, sendTo(outbox, nowMs));
    }
    return nextMs;
  }

  private long sendTo(NodeOutbox outbox, long nowMs) {
    int nodeId = outbox.nodeId();
    while (!outbox.isEmpty()) {
      if (!requests.isReady(nodeId, Lane.GENERAL)) {
        return awaitBroker(nodeId, nowMs);
      }
      if (requests.inFlight(nodeId, Lane.GENERAL) >= settings.maxInFlight()) {
        return NEVER;
      }
      ProduceExchange exchange = fill(outbox, nowMs);
      if (!exchange.isEmpty()) {
        send(nodeId, exchange);
        outbox.sent(nowMs);
        events.requestSent();
      }
    }
    return NEVER;
  }

  /** One that cannot be reached may lead no more: the cluster may know a new leader by now. */
  private long awaitBroker(int nodeId, long nowMs) {
    long untilMs = requests.backoffUntilMs(nodeId, Lane.GENERAL);
    if (untilMs <= nowMs) {
      return NEVER;
    }
    metadata.requestRefresh();
    return Math.min(untilMs, nowMs + settings.backoff().initialMs());
  }

  /** One batch of each partition, in turn, as many as a request may carry. */
  private ProduceExchange fill(NodeOutbox outbox, long nowMs) {
    ProduceExchange exchange = new ProduceExchange(outbox.nodeId(), settlement);
    for (int left = outbox.size(); left > 0; left--) {
      PartitionDelivery delivery = outbox.poll();
      if (delivery.leader() != outbox.nodeId() || !router.mayLeave(delivery, nowMs)) {
        router.route(delivery, nowMs);
        continue;
      }
      delivery.sealDue();
      takeReady(delivery);
      if (!isSendable(delivery.peek())) {
        continue;
      }
      ProducerBatch batch = delivery.peek().batch();
      int size = batch.sizeInBytes();
      if (!exchange.isEmpty() && exchange.sizeInBytes() + size > settings.maxRequestSize()) {
        outbox.addFirst(delivery);
        break;
      }
      exchange.add(delivery);
      events.batchSent(batch, nowMs);
      router.route(delivery, nowMs);
    }
    return exchange;
  }

  /** Not if its partition's next batch is being sealed elsewhere, or its sealing has failed. */
  private static boolean isSendable(Shipment next) {
    return next != null && next.batch().sealError() == null;
  }

  private void send(int nodeId, ProduceExchange exchange) {
    ShipmentRequest request =
        exchange.request(gate.transactionalId(), settings.acks(), settings.requestTimeoutMs());
    if (settings.acks() == 0) {
      requests.sendUnanswered(
          nodeId,
          Lane.GENERAL,
          request,
          exchange.maxVersion(),
          settings.requestTimeoutMs(),
          exchange.untilWritten());
    } else {
      requests.send(
          nodeId,
          Lane.GENERAL,
          request,
          (short) Math.min(exchange.maxVersion(), gate.maxProduceVersion()),
          settings.requestTimeoutMs(),
          exchange);
    }
  }

  /** Why nothing is sent any more, for good; null as long as all is well. Any thread. */
  public RuntimeException failure() {
    return identity.failure();
  }

  /** After new metadata. */
  public void onMetadata(MetadataSnapshot snapshot) {
    router.onMetadata(snapshot, deliveries.all(), clock.nowMs());
  }

  /** There is no producer id for now: what waits fails, unless it is worth trying again. */
  public void onNoProducerId(KafkaException cause) {
    if (!(cause instanceof RetriableException)) {
      abandonAll(cause);
    }
  }

  @Override
  public void admit() {
    router.admit(clock.nowMs());
  }

  @Override
  public boolean isIdle() {
    return incomplete.isEmpty() && !accumulator.hasAnnounced();
  }

  @Override
  public void abandonUnsent(RuntimeException cause, boolean retries) {
    flush();
    takeOver();
    for (Shipment shipment : incomplete.shipments()) {
      if (shipment.isReady() && !shipment.isInFlight() && (retries || !shipment.isNumbered())) {
        settlement.abandon(shipment, cause);
      }
    }
  }

  @Override
  public List<ProducerBatch> flush() {
    takeOver();
    List<ProducerBatch> batches = incomplete.batches();
    batches.forEach(ProducerBatch::seal);
    return batches;
  }

  /** Sends what is left without delay; {@code whenDone} runs when nothing is. */
  public void drain(Runnable whenDone) {
    draining = true;
    accumulator.refuse();
    accumulator.sealAll();
    whenIdle.add(whenDone);
  }

  private void runWhenIdle() {
    if (draining && isIdle()) {
      whenIdle.forEach(Runnable::run);
      whenIdle.clear();
    }
  }

  /** Fails all that has no result yet; no more records are taken. */
  public void abort(RuntimeException cause) {
    draining = true;
    accumulator.refuse();
    abandonAll(cause);
  }

  @Override
  public void abandonAll(RuntimeException cause) {
    accumulator.sealAll();
    takeOver();
    for (Shipment shipment : incomplete.shipments()) {
      if (shipment.isReady()) {
        settlement.abandon(shipment, cause);
      }
    }
  }
}
