package io.barnabas.benchmarks.client;

import static io.barnabas.benchmarks.client.Measure.ALLOCATION;
import static io.barnabas.benchmarks.client.Measure.CPU;
import static io.barnabas.benchmarks.client.Measure.LATENCY_MEAN;
import static io.barnabas.benchmarks.client.Measure.LATENCY_P50;
import static io.barnabas.benchmarks.client.Measure.LATENCY_P99;
import static io.barnabas.benchmarks.client.Measure.LATENCY_P999;
import static io.barnabas.benchmarks.client.Measure.THROUGHPUT;

import io.barnabas.benchmarks.broker.SinkSettings;
import io.barnabas.benchmarks.client.Workload.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All there are, with the targets of the project. */
final class Workloads {
  private static final int PARTITIONS = 6;
  private static final int MANY_PARTITIONS = 1_000;
  private static final int BATCH_BYTES = 16 * 1024;
  private static final int RECORD_OVERHEAD = 8;

  /** So many batches of 16 KiB are what a fetch asks of a partition by default. */
  private static final int BATCHES_PER_ANSWER = 64;

  private static final int SPARSE_RECORDS = 10;

  private static final int BYTES_WITH_CALLBACK = 80;
  private static final int BYTES_WITHOUT_CALLBACK = 32;
  private static final int BYTES_PER_CONSUMED = 100;
  private static final int ARRAY_HEADER = 16;

  private static final Map<String, Object> NO_GROUP = Map.of("enable.auto.commit", "false");
  private static final Map<String, Object> CONSUMER_PROTOCOL =
      Map.of("group.id", "benchmark", "group.protocol", "consumer");

  private static final List<Workload> ALL =
      List.of(
          produce("produce-100b", Kind.PRODUCE_WITH_CALLBACK, 100, "none", 0.30, 3),
          produce("produce-100b-no-callback", Kind.PRODUCE, 100, "none", 0.30, 3),
          produce("produce-10b", Kind.PRODUCE_WITH_CALLBACK, 10, "none", 0.25, 3.5),
          produce("produce-10b-no-callback", Kind.PRODUCE, 10, "none", 0.25, 3.5),
          produce("produce-1k", Kind.PRODUCE_WITH_CALLBACK, 1024, "none", 0.45, 2),
          produce("produce-lz4", Kind.PRODUCE_WITH_CALLBACK, 100, "lz4", 0.45, 2),
          produce("produce-zstd", Kind.PRODUCE_WITH_CALLBACK, 100, "zstd", 0.65, 1.5),
          produceToMany(),
          sendAndWait(),
          consume("consume-100b", "none", 0.50, 2),
          consume("consume-lz4", "lz4", 0.55, 1.6),
          consume("consume-zstd", "zstd", 0.70, 1.3),
          consumeMany(),
          byConsumerProtocol(consume("consume-100b", "none", 0.50, 2)),
          byConsumerProtocol(consume("consume-lz4", "lz4", 0.55, 1.6)),
          byConsumerProtocol(consume("consume-zstd", "zstd", 0.70, 1.3)),
          byConsumerProtocol(consumeMany()),
          fixedRate());

  static List<Workload> all() {
    return ALL;
  }

  /** Null if there is none of this name. */
  static Workload named(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findAny().orElse(null);
  }

  private static Workload produce(
      String name, Kind kind, int valueBytes, String codec, double cpu, double throughput) {
    int allocation = kind == Kind.PRODUCE ? BYTES_WITHOUT_CALLBACK : BYTES_WITH_CALLBACK;
    return new Workload(
        name,
        kind,
        Map.of("compression.type", codec),
        SinkSettings.of(Workload.TOPIC, PARTITIONS),
        valueBytes,
        targets(cpu, throughput, allocation));
  }

  private static Workload produceToMany() {
    return new Workload(
        "produce-1000-partitions",
        Kind.PRODUCE_KEYED,
        Map.of(),
        SinkSettings.of(Workload.TOPIC, MANY_PARTITIONS),
        100,
        targets(0.25, 3, BYTES_WITH_CALLBACK));
  }

  private static Workload sendAndWait() {
    return new Workload(
        "send-and-wait",
        Kind.SEND_AND_WAIT,
        Map.of(),
        SinkSettings.of(Workload.TOPIC, PARTITIONS),
        100,
        List.of(
            Target.ratio(LATENCY_MEAN, 0.15),
            Target.none(LATENCY_P50),
            Target.none(LATENCY_P99),
            Target.ratio(LATENCY_P999, 1),
            Target.none(CPU)));
  }

  private static Workload consume(String name, String codec, double cpu, double throughput) {
    int valueBytes = 100;
    int records = BATCH_BYTES / (valueBytes + RECORD_OVERHEAD);
    SinkSettings sink =
        new SinkSettings(
            Workload.TOPIC, PARTITIONS, codec, valueBytes, records, BATCHES_PER_ANSWER, false);
    return consume(name, sink, cpu, throughput);
  }

  private static Workload consumeMany() {
    SinkSettings sink =
        new SinkSettings(Workload.TOPIC, MANY_PARTITIONS, "none", 100, SPARSE_RECORDS, 1, false);
    return consume("consume-1000-partitions", sink, 0.30, 3);
  }

  private static Workload consume(String name, SinkSettings sink, double cpu, double throughput) {
    int array = (ARRAY_HEADER + sink.valueBytes() + 7) / 8 * 8;
    return new Workload(
        name,
        Kind.CONSUME,
        NO_GROUP,
        sink,
        sink.valueBytes(),
        targets(cpu, throughput, array + BYTES_PER_CONSUMED));
  }

  /** The same as a member of a group by the new protocol, which commits as by default. */
  private static Workload byConsumerProtocol(Workload workload) {
    return new Workload(
        workload.name() + "-consumer-protocol",
        Kind.CONSUME_IN_GROUP,
        CONSUMER_PROTOCOL,
        workload.sink(),
        workload.valueBytes(),
        workload.targets());
  }

  private static Workload fixedRate() {
    return new Workload(
        "fixed-rate",
        Kind.FIXED_RATE,
        Map.of(),
        null,
        100,
        List.of(
            Target.ratio(CPU, 0.50),
            Target.none(LATENCY_P50),
            Target.none(LATENCY_P99),
            Target.ratio(LATENCY_P999, 1)));
  }

  private static List<Target> targets(double cpu, double throughput, int allocation) {
    List<Target> targets = new ArrayList<>();
    targets.add(Target.ratio(CPU, cpu));
    targets.add(Target.ratio(THROUGHPUT, throughput));
    targets.add(Target.absolute(ALLOCATION, allocation));
    return targets;
  }

  private Workloads() {}
}
