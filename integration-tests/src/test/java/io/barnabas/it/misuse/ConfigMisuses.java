package io.barnabas.it.misuse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;

/** Configurations that are refused or bent; with those that are not, a little is read. */
final class ConfigMisuses {
  private ConfigMisuses() {}

  static List<Misuse> all() {
    List<Misuse> all = new ArrayList<>();
    fetching(all);
    group(all);
    network(all);
    plugins(all);
    return all;
  }

  private static void fetching(List<Misuse> all) {
    add(all, "auto.offset.reset", "", "EARLIEST", "newest", "by_duration:", "by_duration:-PT1S");
    add(all, "auto.offset.reset", "by_duration:P1D", "by_duration:P100000D", "BY_DURATION:P1D");
    add(all, "isolation.level", "serializable", "READ_COMMITTED");
    add(all, "max.poll.records", 0, -1, 1);
    add(all, "max.partition.fetch.bytes", -1, 0, 1);
    add(all, "fetch.max.bytes", -1, 0, 1);
    add(all, "fetch.min.bytes", -1, 0);
    add(all, "fetch.max.wait.ms", -1, 0);
    add(all, "check.crcs", "maybe", false);
    add(all, "exclude.internal.topics", "maybe", false);
    add(all, "allow.auto.create.topics", "maybe");
  }

  private static void group(List<Misuse> all) {
    add(all, "group.protocol", "", "CLASSIC", "Consumer", "streams");
    add(all, "group.instance.id", "", "no good", "i");
    add(all, "group.remote.assignor", "uniform", "range", "none");
    add(all, "partition.assignment.strategy", "", "no.such.Class", String.class.getName());
    add(all, "partition.assignment.strategy", List.of());
    add(all, "session.timeout.ms", -1, 0, 1_000, 45_001);
    add(all, "heartbeat.interval.ms", -1, 60_000);
    add(all, "max.poll.interval.ms", 0, 1_000);
    add(all, "enable.auto.commit", "maybe", true);
    add(all, "auto.commit.interval.ms", -1, 0);
    add(all, Map.of("session.timeout.ms", 10_000, "heartbeat.interval.ms", 10_000));
    add(all, Map.of("group.id", "", "enable.auto.commit", true));
    Map<String, Object> none = new HashMap<>();
    none.put("group.id", null);
    none.put("enable.auto.commit", true);
    add(all, none);
    none = new HashMap<>();
    none.put("group.id", null);
    none.put("group.instance.id", "i");
    add(all, none);
  }

  private static void network(List<Misuse> all) {
    add(all, "bootstrap.servers", "nohost", "", "host:", "host:port", "127.0.0.1:99999");
    add(all, "request.timeout.ms", -1, 0);
    add(all, "default.api.timeout.ms", -1);
    add(all, "client.rack", "", "r1");
    add(all, "client.dns.lookup", "sometimes");
    add(all, "metadata.max.age.ms", -1);
    add(all, "metadata.recovery.strategy", "never");
    add(all, "retry.backoff.ms", -1);
    add(all, "reconnect.backoff.ms", -1);
    add(all, "send.buffer.bytes", -2, -1);
    add(all, "receive.buffer.bytes", -2, -1);
    add(all, "security.protocol", "NONSENSE");
    add(all, "metrics.recording.level", "ALL");
    add(all, "metrics.num.samples", 0);
    add(all, "no.such.option", "value");
  }

  private static void plugins(List<Misuse> all) {
    add(all, "interceptor.classes", "no.such.Class", String.class.getName(), "");
    add(all, "key.deserializer", "no.such.Class", String.class, "");
    add(all, "value.deserializer", "no.such.Class", String.class);
    add(all, "metric.reporters", "no.such.Class", String.class.getName());
    Map<String, Object> none = new HashMap<>();
    none.put("key.deserializer", null);
    add(all, none);
  }

  private static void add(List<Misuse> all, String option, Object... values) {
    for (Object value : values) {
      add(all, Map.of(option, value));
    }
  }

  private static void add(List<Misuse> all, Map<String, Object> config) {
    all.add(new Misuse("config " + new TreeMap<>(config), config, ConfigMisuses::read));
  }

  private static void read(Consumer<String, String> consumer, Scene scene) {
    scene.add("made");
    consumer.subscribe(Set.of(scene.topic()));
    scene.awaitAssigned(consumer, scene.both());
    scene.readToTheEnd(consumer);
  }
}
