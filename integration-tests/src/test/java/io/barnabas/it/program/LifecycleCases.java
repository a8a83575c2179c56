package io.barnabas.it.program;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Closing, flushing, asking, and being interrupted. */
final class LifecycleCases {
  private static final String TOPIC = Program.TOPIC;

  /** A batch that does not leave by itself. */
  private static final Map<String, Object> LINGERING = Map.of("linger.ms", 60_000);

  private LifecycleCases() {}

  static List<Case> all(Program.Places places) {
    return Stream.of(
            closing(places),
            interruptedInClosing(places),
            interrupted(places),
            waiting(places),
            asking())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Case> closing(Program.Places places) {

    Map<String, Object> silent =
        Map.of("bootstrap.servers", places.scripted(), "linger.ms", 0, "max.block.ms", 20_000);
    return List.of(
        new Case("everything after close", Map.of(), LifecycleCases::afterClose),
        new Case(
            "close with a negative time limit",
            Map.of(),
            (p, notes) -> {
              notes.attempt("close(-1)", () -> p.close(Duration.ofMillis(-1)));
              notes.attempt("close(null)", () -> p.close(null));
              notes.send(p, record("still open"));
            }),
        new Case(
            "close sends what lingers",
            LINGERING,
            (p, notes) -> {
              Future<RecordMetadata> future = notes.begin(p, record("v"));
              p.close();
              notes.result(future);
            }),
        new Case(
            "close without time fails what lingers",
            LINGERING,
            (p, notes) -> {
              p.partitionsFor(TOPIC);
              List<Future<RecordMetadata>> futures = new ArrayList<>();
              for (int i = 0; i < 3; i++) {
                futures.add(notes.begin(p, record("v" + i)));
              }
              p.close(Duration.ZERO);
              futures.forEach(notes::result);
            }),
        new Case(
            "close with too little time",
            silent,
            (p, notes) -> {
              Future<RecordMetadata> future =
                  notes.begin(p, new ProducerRecord<>("silent", 0, null, "v"));
              notes.attempt("close(300 ms)", () -> p.close(Duration.ofMillis(300)));
              notes.result(future);
            }));
  }

  private static List<Case> interruptedInClosing(Program.Places places) {

    Map<String, Object> silent =
        Map.of("bootstrap.servers", places.scripted(), "linger.ms", 0, "max.block.ms", 20_000);
    return List.of(
        new Case(
            "interrupted in close",
            silent,
            (p, notes) -> {
              Future<RecordMetadata> future = p.send(new ProducerRecord<>("silent", 0, null, "v"));
              Thread.currentThread().interrupt();
              notes.attempt("close", p::close);
              notes.add("interrupted: " + Thread.interrupted());
              notes.result(future);
            }),
        new Case(
            "interrupted in flush",
            silent,
            (p, notes) -> {
              notes.begin(p, new ProducerRecord<>("silent", 0, null, "v"));
              Thread.currentThread().interrupt();
              notes.attempt("flush", p::flush);
              notes.add("interrupted: " + Thread.interrupted());
              p.close(Duration.ZERO);
            }));
  }

  private static List<Case> interrupted(Program.Places places) {

    Map<String, Object> silent =
        Map.of("bootstrap.servers", places.scripted(), "linger.ms", 0, "max.block.ms", 20_000);
    return List.of(
        new Case(
            "interrupted while waiting for a topic",
            Map.of(),
            (p, notes) -> {
              Thread.currentThread().interrupt();
              notes.send(p, new ProducerRecord<>(TOPIC, 7, null, "v"));
              notes.add("interrupted: " + Thread.interrupted());
              Thread.currentThread().interrupt();
              notes.attempt("partitionsFor", () -> p.partitionsFor("program-unknown"));
              notes.add("interrupted: " + Thread.interrupted());
            }),
        new Case(
            "interrupted while waiting for memory",
            with(silent, Map.of("buffer.memory", 1000, "batch.size", 1000)),
            (p, notes) -> {
              notes.begin(p, new ProducerRecord<>("silent", 0, null, "x".repeat(800)));
              Thread.currentThread().interrupt();
              notes.send(p, new ProducerRecord<>("silent", 0, null, "x".repeat(800)));
              notes.add("interrupted: " + Thread.interrupted());
              p.close(Duration.ZERO);
            }),
        new Case(
            "interrupted while nothing is waited for",
            Map.of(),
            (p, notes) -> {
              notes.send(p, record("first"));
              Thread.currentThread().interrupt();
              Future<RecordMetadata> future = notes.begin(p, record("second"));
              notes.add("interrupted: " + Thread.interrupted());
              notes.result(future);
            }),
        new Case(
            "interrupted in get",
            silent,
            (p, notes) -> {
              Future<RecordMetadata> future =
                  notes.begin(p, new ProducerRecord<>("silent", 0, null, "v"));
              Thread.currentThread().interrupt();
              notes.attempt("get", future::get);
              notes.add("interrupted: " + Thread.interrupted());
              p.close(Duration.ZERO);
            }));
  }

  private static List<Case> waiting(Program.Places places) {

    Map<String, Object> silent =
        Map.of("bootstrap.servers", places.scripted(), "linger.ms", 0, "max.block.ms", 20_000);
    return List.of(
        new Case("what a result is", silent, LifecycleCases::futures),
        new Case(
            "closed while a sender waits for a topic", Map.of(), LifecycleCases::closeUnderAwait),
        new Case(
            "closed while a sender waits for memory",
            with(silent, Map.of("buffer.memory", 1000, "batch.size", 1000)),
            LifecycleCases::closeUnderAllocation));
  }

  private static List<Case> asking() {
    return List.of(
        new Case(
            "partitionsFor what cannot be",
            Map.of("max.block.ms", 2000),
            (p, notes) -> {
              notes.attempt("partitionsFor(null)", () -> p.partitionsFor(null));
              notes.attempt("partitionsFor()", () -> p.partitionsFor(""));
              notes.attempt("partitionsFor(bad)", () -> p.partitionsFor("bad topic!"));
              notes.add("count: " + p.partitionsFor(TOPIC).size());
            }),
        new Case(
            "the client instance id without telemetry",
            Map.of("enable.metrics.push", false),
            (p, notes) ->
                notes.attempt("clientInstanceId", () -> p.clientInstanceId(Duration.ofSeconds(1)))),
        new Case("metrics for telemetry", Map.of(), LifecycleCases::metrics));
  }

  private static Map<String, Object> with(Map<String, Object> config, Map<String, Object> more) {
    Map<String, Object> all = new java.util.HashMap<>(config);
    all.putAll(more);
    return all;
  }

  private static ProducerRecord<Object, Object> record(Object value) {
    return new ProducerRecord<>(TOPIC, 0, null, value);
  }

  private static void afterClose(Producer<Object, Object> producer, Notes notes) {
    producer.close();
    notes.attempt("close", producer::close);
    notes.attempt("close(0)", () -> producer.close(Duration.ZERO));
    notes.send(producer, record("v"));
    notes.send(producer, null);
    notes.send(producer, new ProducerRecord<>("bad topic!", "v"));
    notes.attempt("flush", producer::flush);
    notes.attempt("metrics", producer::metrics);
  }

  private static void futures(Producer<Object, Object> producer, Notes notes) {
    Future<RecordMetadata> future =
        notes.begin(producer, new ProducerRecord<>("silent", 0, null, "v"));
    notes.add("done: " + future.isDone());
    notes.add("cancel: " + future.cancel(true) + ", cancelled: " + future.isCancelled());
    notes.attempt("get(10 ms)", () -> future.get(10, TimeUnit.MILLISECONDS));
    notes.attempt("get(0)", () -> future.get(0, TimeUnit.MILLISECONDS));
    producer.close(Duration.ZERO);
    notes.result(future);
    notes.add("done: " + future.isDone() + ", cancelled: " + future.isCancelled());
    notes.add("cancel: " + future.cancel(true));
  }

  private static void closeUnderAwait(Producer<Object, Object> producer, Notes notes)
      throws Exception {
    notes.send(producer, record("known"));
    Thread sender =
        new Thread(() -> notes.send(producer, new ProducerRecord<>(TOPIC, 7, null, "v")), "sender");
    closeUnder(sender, producer);
  }

  private static void closeUnderAllocation(Producer<Object, Object> producer, Notes notes)
      throws Exception {
    ProducerRecord<Object, Object> large = new ProducerRecord<>("silent", 0, null, "x".repeat(800));
    producer.send(large);
    closeUnder(new Thread(() -> notes.send(producer, large), "sender"), producer);
  }

  private static void closeUnder(Thread sender, Producer<Object, Object> producer)
      throws InterruptedException {
    sender.start();
    while (sender.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    producer.close(Duration.ZERO);
    sender.join();
  }

  private static void metrics(Producer<Object, Object> producer, Notes notes) {
    notes.attempt("register(null)", () -> producer.registerMetricForSubscription(null));
    notes.attempt("unregister(null)", () -> producer.unregisterMetricFromSubscription(null));
    notes.attempt("put into metrics()", () -> producer.metrics().clear());
  }
}
