package io.barnabas.it.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records that are good, and records that no producer can send. */
final class RecordCases {
  private static final String TOPIC = Program.TOPIC;

  private RecordCases() {}

  static List<Case> all(Program.Places places) {
    return Stream.of(ordinary(), impossible(), unreachable(), tooLarge(), odd(), unanswered(places))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Case> ordinary() {
    return List.of(
        new Case("a good record", Map.of(), (p, notes) -> notes.send(p, record("v"))),
        new Case(
            "key, value, timestamp, partition and headers",
            Map.of(),
            (p, notes) -> {
              ProducerRecord<Object, Object> record =
                  new ProducerRecord<>(TOPIC, 1, 1234L, "key", "value");
              record.headers().add("h", new byte[3]).add("", null);
              notes.send(p, record);
              notes.attempt("a header after sending", () -> record.headers().add("late", null));
            }),
        new Case("a null value", Map.of(), (p, notes) -> notes.send(p, record(null))),
        new Case("no record", Map.of(), (p, notes) -> notes.send(p, null)));
  }

  private static List<Case> impossible() {
    return List.of(
        new Case("records that cannot be made", Map.of(), RecordCases::impossibleRecords),
        new Case(
            "invalid topic names",
            Map.of(),
            (p, notes) -> {
              for (String name : List.of("bad topic!", "", ".", "..", "x".repeat(250), "ä")) {
                notes.send(p, new ProducerRecord<>(name, "v"));
                notes.send(p, new ProducerRecord<>(name, 3, null, "v"));
              }
              notes.send(p, record("still alive"));
            }),
        new Case(
            "a partition that is not there",
            Map.of("max.block.ms", 400),
            (p, notes) -> {
              Notes.awaitTopic(p, TOPIC);
              notes.send(p, new ProducerRecord<>(TOPIC, 7, null, "v"));
              notes.send(p, new ProducerRecord<>(TOPIC, 2, null, "v"));
              notes.send(p, record("v"));
            }));
  }

  private static List<Case> unreachable() {
    return List.of(
        new Case(
            "no time to learn of a topic",
            Map.of("max.block.ms", 0),
            (p, notes) -> notes.send(p, record("v"))),
        new Case(
            "no broker at all",
            Map.of("max.block.ms", 300, "bootstrap.servers", "127.0.0.1:1"),
            (p, notes) -> {
              notes.send(p, record("v"));
              notes.send(p, new ProducerRecord<>(TOPIC, 0, null, "v"));
              notes.attempt("partitionsFor", () -> p.partitionsFor(TOPIC));
            }));
  }

  private static List<Case> tooLarge() {
    return List.of(
        new Case(
            "larger than max.request.size",
            Map.of("max.request.size", 500),
            (p, notes) -> {
              notes.send(p, record("x".repeat(1000)));
              notes.send(p, record("small enough"));
            }),
        new Case(
            "larger than max.request.size by a byte, though it would compress",
            Map.of("max.request.size", 500, "compression.type", "gzip", "batch.size", 400),
            (p, notes) -> {
              for (int size = 400; size < 440; size++) {
                notes.send(p, record("x".repeat(size)));
              }
            }),
        new Case(
            "larger than buffer.memory",
            Map.of("buffer.memory", 500, "batch.size", 100),
            (p, notes) -> {
              notes.send(p, record("x".repeat(1000)));
              notes.send(p, record("small enough"));
            }),
        new Case(
            "larger than both",
            Map.of("buffer.memory", 500, "batch.size", 100, "max.request.size", 400),
            (p, notes) -> notes.send(p, record("x".repeat(1000)))),
        new Case("larger than the topic takes", Map.of(), RecordCases::tooLargeForTheBroker));
  }

  private static List<Case> odd() {
    return List.of(
        new Case("a batch for each record", Map.of("batch.size", 0), RecordCases::three),
        new Case(
            "a key or value of the wrong class",
            Map.of(),
            (p, notes) -> {
              notes.send(p, record(42));
              notes.send(p, new ProducerRecord<>(TOPIC, 42, "v"));
              notes.send(p, new ProducerRecord<>(TOPIC, 1, 42, "v"));
            }));
  }

  private static List<Case> unanswered(Program.Places places) {
    return List.of(
        new Case(
            "memory that does not come back",
            scripted(
                places, Map.of("max.block.ms", 300, "buffer.memory", 3000, "batch.size", 1000)),
            (p, notes) -> {
              Notes.awaitTopic(p, "silent");
              for (int i = 0; i < 3; i++) {
                notes.begin(p, new ProducerRecord<>("silent", 0, null, "x".repeat(900)));
              }
              notes.send(p, new ProducerRecord<>("silent", 0, null, "x".repeat(900)));
              notes.send(p, new ProducerRecord<>("silent", 0, null, "x".repeat(1900)));
              p.close(java.time.Duration.ZERO);
            }),
        new Case(
            // Far from the ends of the first request (1.3 s) and the second (2.7 s): a program that
            // is held up must not find the delivery timeout reached when a request ends.
            "no answer until the delivery timeout",
            scripted(places, Map.of("delivery.timeout.ms", 2000, "request.timeout.ms", 1300)),
            (p, notes) -> notes.send(p, new ProducerRecord<>("silent", 0, null, "v"))),
        new Case(
            "no answer and no retry",
            scripted(
                places,
                Map.of("retries", 0, "request.timeout.ms", 300, "enable.idempotence", false)),
            (p, notes) -> notes.send(p, new ProducerRecord<>("silent", 0, null, "v"))),
        new Case(
            "no leader until the delivery timeout",
            scripted(places, Map.of("delivery.timeout.ms", 500, "request.timeout.ms", 400)),
            (p, notes) -> notes.send(p, new ProducerRecord<>("leaderless", 0, null, "v"))),
        new Case(
            "no acknowledgement wanted",
            Map.of("acks", "0"),
            (p, notes) -> notes.send(p, record("v"))));
  }

  private static Map<String, Object> scripted(Program.Places places, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", places.scripted());
    config.put("linger.ms", 0);
    return config;
  }

  private static ProducerRecord<Object, Object> record(Object value) {
    return new ProducerRecord<>(TOPIC, 0, null, value);
  }

  private static void three(Producer<Object, Object> producer, Notes notes) {
    for (int i = 0; i < 3; i++) {
      notes.send(producer, record("v" + i));
    }
  }

  private static void tooLargeForTheBroker(Producer<Object, Object> producer, Notes notes) {
    notes.send(producer, new ProducerRecord<>(SmallTopic.NAME, 0, null, "x".repeat(5000)));
    notes.send(producer, new ProducerRecord<>(SmallTopic.NAME, 0, null, "small enough"));
    for (int i = 0; i < 20; i++) {
      producer.send(
          new ProducerRecord<>(SmallTopic.NAME, 0, null, i + "x".repeat(i == 7 ? 3000 : 300)),
          notes.callback());
    }
    producer.flush();
  }

  private static void impossibleRecords(Producer<Object, Object> producer, Notes notes) {
    notes.attempt("no topic", () -> new ProducerRecord<>(null, "v"));
    notes.attempt("partition -1", () -> new ProducerRecord<>(TOPIC, -1, null, "v"));
    notes.attempt("timestamp -1", () -> new ProducerRecord<>(TOPIC, 0, -1L, null, "v"));
    notes.attempt("header without a key", () -> record("v").headers().add(null, new byte[0]));
  }
}
