package io.barnabas.it.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Every transactional call after every beginning, and whether the producer goes on after it. */
@SuppressWarnings("removal") // there is no other way yet to name a group alone
final class TransactionCases {
  private static final ProducerRecord<Object, Object> RECORD =
      new ProducerRecord<>(Program.TOPIC, 0, null, "v");
  private static final ProducerRecord<Object, Object> TOO_LARGE =
      new ProducerRecord<>(Program.TOPIC, 0, null, "x".repeat(2_000));

  private record Step(String name, Case.Use use) {}

  private TransactionCases() {}

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (Step beginning : beginnings()) {
      for (Step call : calls()) {
        cases.add(inTransactions(beginning, call, "of " + cases.size()));
      }
    }
    calls().forEach(call -> cases.add(new Case(call.name + " without an id", Map.of(), call.use)));
    calls().stream()
        .filter(call -> !call.name.equals("send"))
        .forEach(call -> cases.add(inCallback(call)));
    return cases;
  }

  private static Case inTransactions(Step beginning, Step call, String id) {
    return new Case(
        call.name + " after " + beginning.name,
        config(id),
        (p, notes) -> {
          beginning.use.run(p, notes);
          call.use.run(p, notes);
          notes.attempt("then commit", p::commitTransaction);
          notes.attempt("then abort", p::abortTransaction);
          notes.attempt("then begin", p::beginTransaction);
          notes.attempt("at last abort", p::abortTransaction);
        });
  }

  private static Map<String, Object> config(String id) {
    return Map.of(
        "transactional.id", "program " + id, "max.request.size", 1_000, "max.block.ms", 4_000);
  }

  private static List<Step> beginnings() {
    return List.of(
        new Step("nothing", (p, notes) -> {}),
        new Step("init", (p, notes) -> p.initTransactions()),
        new Step("begin", (p, notes) -> begin(p)),
        new Step("a record", (p, notes) -> sendOne(p)),
        new Step(
            "a commit",
            (p, notes) -> {
              sendOne(p);
              p.commitTransaction();
            }),
        new Step(
            "an abort",
            (p, notes) -> {
              sendOne(p);
              p.abortTransaction();
            }),
        new Step(
            "a record that is too large",
            (p, notes) -> {
              begin(p);
              notes.send(p, TOO_LARGE);
            }),
        new Step(
            "a failed commit",
            (p, notes) -> {
              begin(p);
              notes.send(p, TOO_LARGE);
              notes.attempt("commit", p::commitTransaction);
            }),
        new Step(
            "close",
            (p, notes) -> {
              sendOne(p);
              p.close();
            }));
  }

  private static List<Step> calls() {
    return List.of(
        call("initTransactions", Producer::initTransactions),
        call("beginTransaction", Producer::beginTransaction),
        new Step("send", (p, notes) -> notes.send(p, RECORD)),
        call("sendOffsetsToTransaction", TransactionCases::sendOffsets),
        call("commitTransaction", Producer::commitTransaction),
        call("abortTransaction", Producer::abortTransaction));
  }

  private interface Call {
    void on(Producer<Object, Object> producer);
  }

  private static Step call(String name, Call call) {
    return new Step(name, (p, notes) -> notes.attempt(name, () -> call.on(p)));
  }

  private static void begin(Producer<Object, Object> producer) {
    producer.initTransactions();
    producer.beginTransaction();
  }

  private static void sendOne(Producer<Object, Object> producer) throws Exception {
    begin(producer);
    producer.send(RECORD).get();
  }

  private static void sendOffsets(Producer<Object, Object> producer) {
    producer.sendOffsetsToTransaction(
        Map.of(new TopicPartition(Program.TOPIC, 0), new OffsetAndMetadata(1)),
        new ConsumerGroupMetadata("program"));
  }

  private static Case inCallback(Step call) {
    return new Case(
        call.name + " from a callback",
        config("callback " + call.name),
        (p, notes) -> {
          begin(p);
          p.send(
              RECORD, (metadata, error) -> notes.attempt("callback", () -> call.use.run(p, notes)));
          p.flush();
        });
  }
}
