package io.barnabas.it.program;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.protocol.Errors;

/** Every error code as the answer to a record. */
final class BrokerErrorCases {
  private BrokerErrorCases() {}

  static List<Case> all(Program.Places places) {
    return Arrays.stream(Errors.values())
        .filter(error -> error != Errors.NONE)
        .map(error -> of(error, places))
        .toList();
  }

  private static Case of(Errors error, Program.Places places) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            places.scripted(),
            "linger.ms",
            0,
            "retry.backoff.ms",
            10,
            "retries",
            1);
    return new Case(
        "the broker says " + error,
        config,
        (p, notes) ->
            notes.send(p, new ProducerRecord<>(ScriptedAnswers.topic(error), 0, null, "v")));
  }
}
