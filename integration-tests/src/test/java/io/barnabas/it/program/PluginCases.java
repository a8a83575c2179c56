package io.barnabas.it.program;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Serializers, partitioners and interceptors, above all those that throw. */
final class PluginCases {
  private static final String TOPIC = Program.TOPIC;

  private PluginCases() {}

  static List<Case> all(Program.Places places) {
    return Stream.of(interceptors(), others()).flatMap(List::stream).toList();
  }

  private static List<Case> interceptors() {
    return List.of(
        interceptors("one that watches", Plugins.Witness.class),
        interceptors("one that changes", Plugins.Changer.class, Plugins.Witness.class),
        interceptors("one that throws", Plugins.Saboteur.class, Plugins.Witness.class),
        interceptors("one that makes null of it", Plugins.Swallower.class),
        interceptors("null before another", Plugins.Swallower.class, Plugins.Witness.class),
        interceptors(
            "one that cannot be configured", Plugins.Witness.class, Plugins.Unconfigurable.class),
        new Case(
            "an interceptor sees every failure",
            Map.of(
                "interceptor.classes",
                Plugins.names(Plugins.Witness.class),
                "max.block.ms",
                1500,
                "max.request.size",
                500),
            PluginCases::failures));
  }

  private static List<Case> others() {
    return List.of(
        new Case(
            "a partitioner of the user's",
            Map.of("partitioner.class", Plugins.ByValue.class.getName(), "max.block.ms", 300),
            (p, notes) -> {
              Notes.awaitTopic(p, TOPIC);
              for (String value : List.of("1", "-1", "throw", "not a number")) {
                notes.send(p, new ProducerRecord<>(TOPIC, value));
              }
              notes.send(p, new ProducerRecord<>(TOPIC, 0, null, "explicit"));
            }),
        new Case(
            "a partitioner that names a partition that is not there",
            Map.of("partitioner.class", Plugins.ByValue.class.getName(), "max.block.ms", 300),
            (p, notes) -> {
              Notes.awaitTopic(p, TOPIC);
              notes.send(p, new ProducerRecord<>(TOPIC, "7"));
            }),
        new Case(
            "a partitioner and an interceptor",
            Map.of(
                "partitioner.class",
                Plugins.ByValue.class.getName(),
                "interceptor.classes",
                Plugins.names(Plugins.Witness.class)),
            (p, notes) -> {
              notes.send(p, new ProducerRecord<>(TOPIC, "1"));
              notes.send(p, new ProducerRecord<>(TOPIC, "throw"));
            }),
        serializer("value.serializer", false),
        serializer("key.serializer", true),
        new Case(
            "a serializer that cannot be made",
            Map.of("value.serializer", Plugins.Unmakeable.class),
            (p, notes) -> notes.send(p, new ProducerRecord<>(TOPIC, "v"))));
  }

  private static Case interceptors(String name, Class<?>... classes) {
    return new Case(
        "interceptors: " + name,
        Map.of("interceptor.classes", Plugins.names(classes)),
        (p, notes) -> notes.send(p, new ProducerRecord<>(TOPIC, 0, null, "v")));
  }

  private static Case serializer(String option, boolean isKey) {
    return new Case(
        option + " that throws",
        Map.of(option, Plugins.Unwilling.class),
        (p, notes) -> {
          for (String data : List.of("serialization", "runtime", "api", "error", "good")) {
            ProducerRecord<Object, Object> record =
                new ProducerRecord<>(TOPIC, 0, isKey ? data : null, isKey ? "v" : data);
            notes.send(p, record);
            notes.add("headers: " + record.headers());
          }
        });
  }

  private static void failures(Producer<Object, Object> producer, Notes notes) {
    Notes.awaitTopic(producer, TOPIC);
    notes.send(producer, null);
    notes.send(producer, new ProducerRecord<>(TOPIC, 0, null, 42));
    notes.send(producer, new ProducerRecord<>("bad topic!", "v"));
    notes.send(producer, new ProducerRecord<>(TOPIC, 7, null, "v"));
    notes.send(producer, new ProducerRecord<>(TOPIC, "x".repeat(1000)));
    notes.send(producer, new ProducerRecord<>(TOPIC, 0, null, "x".repeat(1000)));
    notes.send(producer, new ProducerRecord<>(TOPIC, 0, null, "good"));
    Thread.currentThread().interrupt();
    notes.send(producer, new ProducerRecord<>(TOPIC, 7, null, "v"));
    notes.add("interrupted: " + Thread.interrupted());
    producer.close();
    notes.send(producer, new ProducerRecord<>(TOPIC, 0, null, "closed"));
  }
}
