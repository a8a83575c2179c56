package io.barnabas.it.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Configurations that are refused or bent, alone and in their combinations. */
final class ConfigCases {
  private static final Case.Use SEND =
      (p, notes) -> notes.send(p, new ProducerRecord<>(Program.TOPIC, 0, null, "v"));

  private ConfigCases() {}

  static List<Case> all(Program.Places places) {
    List<Case> cases = new ArrayList<>();
    singleValues(cases);
    idempotence(cases);
    timeouts(cases);
    components(cases);
    return cases;
  }

  private static void singleValues(List<Case> cases) {
    add(
        cases,
        "bootstrap.servers",
        "nohost",
        "",
        "host:",
        ":1",
        "host:port",
        "no.such.host.invalid:1");
    add(cases, "bootstrap.servers", List.of(), "127.0.0.1:1,nohost", "127.0.0.1:99999");
    add(cases, "acks", "2", "ALL", "-1", "1", "0", "", "some");
    add(cases, "batch.size", -1, "abc", 1);
    add(cases, "linger.ms", -1, "abc", 1L << 40);
    add(cases, "buffer.memory", -1, 0, "1 MiB");
    add(cases, "max.block.ms", -1);
    add(cases, "max.request.size", -1, 0);
    add(cases, "retries", -1, 0, 1);
    add(cases, "delivery.timeout.ms", -1, 0, 10);
    add(cases, "request.timeout.ms", -1);
    // Whether an answer can be there in no time, the machine decides.
    cases.add(new Case("no time for a request", Map.of("request.timeout.ms", 0), (p, notes) -> {}));
    add(cases, "max.in.flight.requests.per.connection", 0, 1, 6);
    add(cases, "compression.type", "brotli", "", "GZIP", "producer", "uncompressed");
    add(cases, "compression.gzip.level", 0, 10, -2);
    add(cases, "compression.lz4.level", 0, 18);
    add(cases, "compression.zstd.level", 23, -200_000);
    add(cases, "metadata.max.age.ms", -1);
    add(cases, "metadata.max.idle.ms", 4_999);
    add(cases, "metadata.recovery.strategy", "never");
    add(cases, "client.dns.lookup", "sometimes");
    add(cases, "connections.max.idle.ms", "a while");
    add(cases, "reconnect.backoff.ms", -1);
    add(cases, "retry.backoff.ms", -1);
    add(cases, "send.buffer.bytes", -2, -1);
    add(cases, "receive.buffer.bytes", -2, -1);
    add(cases, "security.protocol", "NONSENSE");
    add(cases, "metrics.recording.level", "ALL");
    add(cases, "metrics.num.samples", 0);
    add(cases, "partitioner.adaptive.partitioning.enable", "maybe");
    add(cases, "partitioner.availability.timeout.ms", -1);
    add(cases, "enable.idempotence", "maybe");
    add(cases, "transaction.timeout.ms", "soon");
    add(cases, "transactional.id", "");
    add(cases, "no.such.option", "value");
  }

  private static void idempotence(List<Case> cases) {
    for (Object idempotence : new Object[] {null, true, false}) {
      add(cases, idempotent(idempotence, Map.of("acks", "1")));
      add(cases, idempotent(idempotence, Map.of("acks", "0")));
      add(cases, idempotent(idempotence, Map.of("retries", 0)));
      add(cases, idempotent(idempotence, Map.of("max.in.flight.requests.per.connection", 6)));
      add(cases, idempotent(idempotence, Map.of("acks", "1", "retries", 0)));
    }
  }

  private static Map<String, Object> idempotent(Object value, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    if (value != null) {
      config.put("enable.idempotence", value);
    }
    return config;
  }

  private static void timeouts(List<Case> cases) {
    add(cases, Map.of("delivery.timeout.ms", 9000, "request.timeout.ms", 9000, "linger.ms", 1));
    add(cases, Map.of("delivery.timeout.ms", 9000, "request.timeout.ms", 9000, "linger.ms", 0));
    add(cases, Map.of("request.timeout.ms", 130_000));
    add(cases, Map.of("linger.ms", 4_000_000_000L, "delivery.timeout.ms", 120_000));
    add(cases, Map.of("retry.backoff.ms", 2000, "retry.backoff.max.ms", 1000));
    add(cases, Map.of("reconnect.backoff.ms", 2000, "reconnect.backoff.max.ms", 1000));
  }

  private static void components(List<Case> cases) {
    add(cases, "partitioner.class", "no.such.Class", String.class, "");
    add(cases, "interceptor.classes", "no.such.Class", String.class.getName(), "");
    add(cases, "key.serializer", "no.such.Class", String.class, "");
    add(cases, "value.serializer", "no.such.Class", String.class);
    add(cases, "metric.reporters", "no.such.Class", String.class.getName());
    Map<String, Object> none = new HashMap<>();
    none.put("key.serializer", null);
    add(cases, none);
  }

  private static void add(List<Case> cases, String option, Object... values) {
    for (Object value : values) {
      add(cases, Map.of(option, value));
    }
  }

  private static void add(List<Case> cases, Map<String, Object> config) {
    Map<String, Object> quick = new HashMap<>(Map.of("max.block.ms", 2_000));
    quick.putAll(config);
    cases.add(new Case("config " + new java.util.TreeMap<>(config), quick, SEND));
  }
}
