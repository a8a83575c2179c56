package io.barnabas.it.program;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What callbacks do to a producer. */
final class CallbackCases {
  private static final String TOPIC = Program.TOPIC;

  private CallbackCases() {}

  static List<Case> all(Program.Places places) {
    return Stream.of(throwing(), calling()).flatMap(List::stream).toList();
  }

  private static List<Case> throwing() {
    return List.of(
        new Case(
            "a callback that throws",
            Map.of("interceptor.classes", Plugins.names(Plugins.Witness.class)),
            (p, notes) -> {
              notes.result(p.send(record("1"), (m, e) -> fail(new IllegalStateException("no"))));
              notes.send(p, record("2"));
            }),
        new Case(
            "a callback that throws an Error",
            Map.of(),
            (p, notes) -> {
              notes.result(p.send(record("1"), (m, e) -> fail(new AssertionError("no"))));
              notes.send(p, record("2"));
            }),
        new Case(
            "a callback that throws on the calling thread",
            Map.of("interceptor.classes", Plugins.names(Plugins.Witness.class)),
            (p, notes) ->
                notes.attempt(
                    "send",
                    () ->
                        p.send(
                            new ProducerRecord<>("bad topic!", "v"),
                            (m, e) -> fail(new IllegalStateException("no"))))));
  }

  private static List<Case> calling() {
    return List.of(
        inCallback("flush", Producer::flush),
        inCallback("close", Producer::close),
        inCallback("close(0)", p -> p.close(Duration.ZERO)),
        inCallback("close(5 s)", p -> p.close(Duration.ofSeconds(5))),
        inCallback("partitionsFor", p -> p.partitionsFor(TOPIC)),
        inCallback("send", p -> p.send(record("of the callback"))),
        inCallback(
            "send after close",
            p -> {
              p.close();
              p.send(record("of the callback"));
            }),
        new Case(
            "callbacks of a partition come in order and before what flush waits for",
            Map.of(),
            (p, notes) -> {
              for (int i = 0; i < 20; i++) {
                int number = i;
                p.send(record("v" + i), (m, e) -> notes.add(number + " " + Notes.describe(e)));
              }
              p.flush();
              notes.add("flushed");
            }),
        new Case(
            "what is open when a callback closes the producer",
            Map.of("linger.ms", 60_000),
            CallbackCases::closeWithOpenRecords));
  }

  private static Case inCallback(String what, Use use) {
    return new Case(
        what + " in a callback",
        Map.of(),
        (p, notes) -> {
          CountDownLatch called = new CountDownLatch(1);
          Future<RecordMetadata> future =
              p.send(
                  record("v"),
                  (m, e) -> {
                    notes.attempt(what, () -> use.run(p));
                    called.countDown();
                  });
          notes.result(future);
          called.await();
        });
  }

  @FunctionalInterface
  private interface Use {
    void run(Producer<Object, Object> producer) throws Exception;
  }

  private static void closeWithOpenRecords(Producer<Object, Object> producer, Notes notes)
      throws Exception {
    producer.partitionsFor(TOPIC);
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    producer.send(
        new ProducerRecord<>(TOPIC, 0, null, "first"),
        (m, e) -> {
          called.countDown();
          awaitQuietly(open);
          notes.attempt("close", producer::close);
          closed.countDown();
        });
    Thread flusher = new Thread(producer::flush);
    flusher.start();
    called.await();
    Future<RecordMetadata> second = producer.send(new ProducerRecord<>(TOPIC, 1, null, "second"));
    open.countDown();
    closed.await();
    notes.result(second);
    flusher.join();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void fail(Error error) {
    throw error;
  }

  private static void fail(RuntimeException error) {
    throw error;
  }

  private static ProducerRecord<Object, Object> record(Object value) {
    return new ProducerRecord<>(TOPIC, 0, null, value);
  }
}
