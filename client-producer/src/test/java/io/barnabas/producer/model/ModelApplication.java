package io.barnabas.producer.model;

import io.barnabas.network.loop.ManualClock;
import io.barnabas.producer.batch.Accumulator;
import io.barnabas.producer.batch.TopicQueue;
import io.barnabas.producer.transaction.Operation;
import io.barnabas.producer.transaction.TransactionManager;
import io.barnabas.producer.transaction.TransactionState;
import io.barnabas.producer.transaction.Transactions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One thread that uses a transactional producer, mostly as it should, and writes down what it is
 * told. Calls that wait are looked at from step to step, until {@code max.block.ms} has passed.
 */
@SuppressWarnings("removal") // there is no other way yet to name a group alone
final class ModelApplication {
  private static final ConsumerGroupMetadata GROUP = new ConsumerGroupMetadata("g");

  /** Calls that wait for an answer. */
  enum Call {
    INIT,
    OFFSETS,
    COMMIT,
    ABORT
  }

  private final Random random;
  private final ManualClock clock;
  private final Accumulator accumulator;
  private final TopicQueue topic;
  private final Transactions transactions;
  private final TransactionManager manager;
  private final long maxBlockMs;
  private final Consumer<Supplier<String>> trace;
  private final List<ModelTransaction> all = new ArrayList<>();
  private final List<ModelRecord> records = new ArrayList<>();
  private long offsets;

  /** That was begun last; null before the first. */
  private ModelTransaction transaction;

  /** What is waited for, or was and has not answered in time; else null. */
  private Call call;

  private Operation operation;
  private long sinceMs;
  private boolean timedOut;
  private boolean wasFatal;
  private int failures;

  ModelApplication(
      Random random,
      ManualClock clock,
      ModelProducer producer,
      long maxBlockMs,
      Consumer<Supplier<String>> trace) {
    this.random = random;
    this.clock = clock;
    this.accumulator = producer.accumulator;
    this.topic = producer.topic;
    this.transactions = producer.transactions;
    this.manager = producer.manager;
    this.maxBlockMs = maxBlockMs;
    this.trace = trace;
  }

  List<ModelTransaction> transactions() {
    return all;
  }

  List<ModelRecord> records() {
    return records;
  }

  /** How many calls have failed, of those that were allowed and answered. */
  int failures() {
    return failures;
  }

  boolean isWaiting() {
    return call != null && !timedOut;
  }

  /**
   * Whether a call has timed out, whose answer only the same call can bring. After a fatal error
   * none has an answer any more.
   */
  boolean mustRepeat() {
    return timedOut && state() != TransactionState.FATAL_ERROR;
  }

  private TransactionState state() {
    return manager.state();
  }

  /** Looks whether there is an answer, else makes a call. */
  void step() {
    look();
    if (isWaiting()) {
      return;
    }
    if (timedOut && random.nextInt(5) > 0) {
      repeat();
    } else if (random.nextInt(12) == 0) {
      anyCall();
    } else {
      usualCall();
    }
  }

  private void usualCall() {
    switch (state()) {
      case UNINITIALIZED -> init();
      case READY -> begin();
      case IN_TRANSACTION -> inTransaction();
      case ABORTABLE_ERROR -> abort();
      default -> anyCall();
    }
  }

  private void inTransaction() {
    int chance = random.nextInt(20);
    if (chance < 13) {
      send();
    } else if (chance < 15) {
      sendOffsets();
    } else if (chance < 18) {
      commit();
    } else {
      abort();
    }
  }

  private void anyCall() {
    switch (random.nextInt(6)) {
      case 0 -> init();
      case 1 -> begin();
      case 2 -> send();
      case 3 -> sendOffsets();
      case 4 -> commit();
      default -> abort();
    }
  }

  /** The call that has timed out, once more. */
  void repeat() {
    switch (call) {
      case INIT -> init();
      case OFFSETS -> throw new Violation("nothing to repeat");
      case COMMIT -> commit();
      case ABORT -> abort();
    }
  }

  private void init() {
    start(Call.INIT, state() == TransactionState.UNINITIALIZED, manager::init);
  }

  private void begin() {
    attempt(
        "begin",
        !timedOut && state() == TransactionState.READY,
        () -> {
          transactions.begin();
          transaction = new ModelTransaction();
          all.add(transaction);
        });
  }

  private void send() {
    attempt("send", !timedOut && state() == TransactionState.IN_TRANSACTION, this::sendSome);
  }

  private void sendSome() {
    for (int i = random.nextInt(3); i >= 0; i--) {
      int partition = random.nextInt(topic.partitions().length);
      if (!transactions.takesRecords()) {
        transactions.refuseRecord(new TopicPartition(ModelMetadata.TOPIC, partition));
      }
      ModelRecord record = new ModelRecord("r" + records.size(), partition, clock.nowMs());
      try {
        record.append(accumulator, topic, random.nextInt(100));
        records.add(record);
        transaction.records.add(record);
      } catch (TimeoutException e) {
        transactions.onSendFailed(e);
        return;
      }
    }
  }

  private void sendOffsets() {
    long offset = ++offsets;
    Map<TopicPartition, OffsetAndMetadata> toCommit = new HashMap<>();
    toCommit.put(new TopicPartition(ModelMetadata.TOPIC, 0), new OffsetAndMetadata(offset));
    start(
        Call.OFFSETS,
        state() == TransactionState.IN_TRANSACTION,
        () -> {
          Operation sent = manager.sendOffsets(toCommit, GROUP);
          transaction.offsets.add(offset);
          return sent;
        });
  }

  private void commit() {
    start(
        Call.COMMIT,
        state() == TransactionState.IN_TRANSACTION,
        () -> {
          Operation commit = manager.commit();
          transaction.mayBeCommitted = true;
          return commit;
        });
  }

  private void abort() {
    start(
        Call.ABORT,
        state() == TransactionState.IN_TRANSACTION || state() == TransactionState.ABORTABLE_ERROR,
        manager::abort);
  }

  /** A call that is answered later; allowed also where it has timed out before. */
  private void start(Call wanted, boolean isLegal, Supplier<Operation> start) {
    boolean again = timedOut && call == wanted;
    boolean isError =
        state() == TransactionState.FATAL_ERROR || state() == TransactionState.ABORTABLE_ERROR;
    attempt(
        wanted.toString(),
        again ? wanted != Call.INIT || !isError : !timedOut && isLegal,
        () -> {
          Operation started = start.get();
          Violation.unless(!again || started == operation, () -> wanted + " began anew");
          operation = started;
          call = wanted;
          sinceMs = clock.nowMs();
          timedOut = false;
        });
  }

  /** What is not allowed has to be refused, and to change nothing. */
  private void attempt(String name, boolean isLegal, Runnable attempted) {
    TransactionState before = state();
    try {
      attempted.run();
      trace.accept(() -> clock.nowMs() + " " + name + ": " + before + " -> " + state());
      Violation.unless(isLegal, () -> name + " is allowed in " + before);
    } catch (IllegalStateException | KafkaException e) {
      trace.accept(() -> clock.nowMs() + " " + name + " in " + before + " refused: " + e);
      Violation.unless(!isLegal, () -> name + " is refused in " + before + ": " + e);
      Violation.unless(state() == before, () -> name + " refused, but " + before + state());
    }
  }

  /** Takes the answer, if there is one, or gives up waiting. */
  void look() {
    Violation.unless(
        !wasFatal || state() == TransactionState.FATAL_ERROR, () -> "a way out of FATAL_ERROR");
    wasFatal = state() == TransactionState.FATAL_ERROR;
    boolean overdue = call != null && clock.nowMs() - sinceMs >= maxBlockMs;
    if (!isWaiting() || !operation.isDone() && !overdue) {
      return;
    }
    boolean inTime = operation.isDone();
    try {
      operation.await(0, "");
      trace.accept(() -> clock.nowMs() + " " + call + " has ended well");
      onSuccess();
      call = null;
    } catch (KafkaException | IllegalStateException e) {
      trace.accept(() -> clock.nowMs() + " " + call + " has failed: " + e);
      Violation.unless(inTime || e instanceof TimeoutException, () -> "no timeout but " + e);
      // Offsets go on by themselves; the commit waits for them.
      failures += inTime ? 1 : 0;
      timedOut = !inTime && call != Call.OFFSETS;
      call = timedOut ? call : null;
    }
  }

  private void onSuccess() {
    if (transaction == null) {
      return;
    }
    if (call == Call.COMMIT) {
      transaction.told = ModelTransaction.Told.COMMITTED;
    } else if (call == Call.ABORT) {
      transaction.told = ModelTransaction.Told.ABORTED;
    }
  }
}
