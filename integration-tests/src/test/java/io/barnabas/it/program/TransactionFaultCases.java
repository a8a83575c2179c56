package io.barnabas.it.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** What goes wrong in a transaction on real brokers, and how one that is open is closed. */
@SuppressWarnings("removal") // there is no other way yet to name a group alone
final class TransactionFaultCases {
  private static final ProducerRecord<Object, Object> RECORD =
      new ProducerRecord<>(Program.TOPIC, 0, null, "v");

  private TransactionFaultCases() {}

  static List<Case> all(Program.Places places) {
    return Stream.of(fencing(places), losing(), offsets(), closing(), refusing())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Case> fencing(Program.Places places) {
    return List.of(
        in(
            "fenced, then everything",
            Map.of(),
            (p, notes) -> {
              p.send(RECORD).get();
              takeOver(places, "fenced, then everything");
              goOn(p, notes);
              notes.attempt("init", p::initTransactions);
              notes.attempt("offsets", () -> sendOffsets(p, new ConsumerGroupMetadata("program")));
            }),
        in(
            "fenced before the first record",
            Map.of(),
            (p, notes) -> {
              takeOver(places, "fenced before the first record");
              notes.sendAlone(p, RECORD);
              notes.attempt("commit", p::commitTransaction);
              notes.attempt("abort", p::abortTransaction);
            }),
        in(
            "fenced before the offsets",
            Map.of(),
            (p, notes) -> {
              takeOver(places, "fenced before the offsets");
              notes.attempt("offsets", () -> sendOffsets(p, new ConsumerGroupMetadata("program")));
              notes.attempt("commit", p::commitTransaction);
              notes.attempt("abort", p::abortTransaction);
            }),
        in(
            "fenced before the abort",
            Map.of(),
            (p, notes) -> {
              p.send(RECORD).get();
              takeOver(places, "fenced before the abort");
              notes.attempt("abort", p::abortTransaction);
              notes.attempt("begin", p::beginTransaction);
            }));
  }

  private static List<Case> losing() {
    return List.of(
        in(
            "a topic that cannot be, in a transaction",
            Map.of("max.block.ms", 5_000),
            (p, notes) -> {
              notes.sendAlone(p, new ProducerRecord<>("bad topic!", 0, null, "v"));
              goOn(p, notes);
              notes.attempt("begin", p::beginTransaction);
              notes.send(p, RECORD);
              notes.attempt("commit", p::commitTransaction);
            }),
        in(
            "a batch that the topic does not take, in a transaction",
            Map.of("linger.ms", 0),
            (p, notes) -> {
              notes.sendAlone(p, new ProducerRecord<>(SmallTopic.NAME, 0, null, "x".repeat(5_000)));
              goOn(p, notes);
            }));
  }

  private static List<Case> offsets() {
    return List.of(
        in(
            "offsets with a stale generation",
            Map.of(),
            (p, notes) -> {
              ConsumerGroupMetadata stale =
                  new ConsumerGroupMetadata("program-gone", 5, "member", Optional.empty());
              notes.attempt("offsets", () -> sendOffsets(p, stale));
              goOn(p, notes);
              notes.attempt("begin", p::beginTransaction);
              notes.attempt("offsets", () -> sendOffsets(p, new ConsumerGroupMetadata("program")));
              notes.attempt("commit", p::commitTransaction);
            }),
        in(
            "offsets of no group, of no member, and none",
            Map.of(),
            (p, notes) -> {
              notes.attempt("no group", () -> sendOffsets(p, null));
              notes.attempt(
                  "no member",
                  () -> sendOffsets(p, new ConsumerGroupMetadata("g", 3, "", Optional.empty())));
              notes.attempt(
                  "none",
                  () -> p.sendOffsetsToTransaction(Map.of(), new ConsumerGroupMetadata("g")));
              notes.attempt(
                  "null", () -> p.sendOffsetsToTransaction(null, new ConsumerGroupMetadata("g")));
              notes.attempt("commit", p::commitTransaction);
            }));
  }

  private static List<Case> closing() {
    Map<String, Object> lingering = Map.of("linger.ms", 60_000);
    return List.of(
        in(
            "close in an open transaction",
            Map.of(),
            (p, notes) -> {
              notes.send(p, RECORD);
              p.close();
            }),
        in(
            "close in an open transaction with a record that lingers",
            lingering,
            (p, notes) -> {
              Future<RecordMetadata> sent = notes.begin(p, RECORD);
              p.close();
              notes.result(sent);
            }),
        in(
            "close without time in an open transaction",
            lingering,
            (p, notes) -> {
              Future<RecordMetadata> sent = notes.begin(p, RECORD);
              p.close(java.time.Duration.ZERO);
              notes.result(sent);
            }),
        in(
            "commit with a record that lingers",
            lingering,
            (p, notes) -> {
              Future<RecordMetadata> sent = notes.begin(p, RECORD);
              notes.attempt("commit", p::commitTransaction);
              notes.result(sent);
            }));
  }

  private static List<Case> refusing() {
    return Stream.of(
            Map.<String, Object>of("transaction.timeout.ms", 100_000_000),
            Map.<String, Object>of("enable.idempotence", false),
            Map.<String, Object>of("acks", "1"),
            Map.<String, Object>of("retries", 0),
            Map.<String, Object>of("max.in.flight.requests.per.connection", 6),
            Map.<String, Object>of(
                "transaction.two.phase.commit.enable", true, "transaction.timeout.ms", 1_000))
        .map(
            config ->
                in(
                    "transactions with " + new java.util.TreeMap<>(config),
                    config,
                    (p, notes) -> {
                      notes.attempt("init again", p::initTransactions);
                      notes.attempt("abort", p::abortTransaction);
                    }))
        .toList();
  }

  /** Begins with an open transaction of an id of its own. */
  private static Case in(String name, Map<String, Object> more, Case.Use use) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("transactional.id", name);
    return new Case(
        name,
        config,
        (p, notes) -> {
          notes.attempt("init", p::initTransactions);
          notes.attempt("begin", p::beginTransaction);
          use.run(p, notes);
        });
  }

  /** What an application may try after a fault. */
  private static void goOn(Producer<Object, Object> producer, Notes notes) {
    notes.sendAlone(producer, RECORD);
    notes.attempt("commit", producer::commitTransaction);
    notes.attempt("abort", producer::abortTransaction);
    notes.attempt("begin again", producer::beginTransaction);
    notes.attempt("abort again", producer::abortTransaction);
  }

  private static void takeOver(Program.Places places, String transactionalId) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", places.servers(), "transactional.id", transactionalId);
    try (Producer<String, String> another =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      another.initTransactions();
    }
  }

  private static void sendOffsets(Producer<Object, Object> producer, ConsumerGroupMetadata group) {
    producer.sendOffsetsToTransaction(
        Map.of(new TopicPartition(Program.TOPIC, 0), new OffsetAndMetadata(1)), group);
  }
}
