package io.barnabas.benchmarks.client;

import io.barnabas.benchmarks.broker.SinkProcess;
import io.barnabas.benchmarks.broker.SinkSettings;
import io.barnabas.testkit.KafkaCluster;
import java.nio.file.Path;
import java.util.List;

/** The broker that a workload is measured against, in a process of its own. */
interface Broker extends AutoCloseable {
  String bootstrapServers();

  /** Records it has confirmed so far; negative if it does not tell. */
  long confirmed();

  @Override
  void close();

  static Broker start(Workload workload) {
    return workload.needsRealBroker() ? Real.start() : Sink.start(workload.sink());
  }

  /** The one that does nothing. */
  record Sink(ChildJvm process, String bootstrapServers) implements Broker {
    private static final List<String> JVM_OPTIONS =
        List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=4g");

    static Sink start(SinkSettings settings) {
      List<String> arguments =
          List.of(
              "--topic=" + settings.topic(),
              "--partitions=" + settings.partitions(),
              "--codec=" + settings.codec(),
              "--value-bytes=" + settings.valueBytes(),
              "--records-per-batch=" + settings.recordsPerBatch(),
              "--batches-per-answer=" + settings.batchesPerAnswer());
      ChildJvm process = ChildJvm.start(SinkProcess.class, JVM_OPTIONS, arguments);
      return new Sink(process, process.readLine(line -> true));
    }

    @Override
    public long confirmed() {
      return Long.parseLong(process.ask("counters", line -> true).split(" ")[0]);
    }

    @Override
    public void close() {
      process.close();
    }
  }

  /** A Kafka broker. */
  record Real(KafkaCluster cluster) implements Broker {
    private static final Path LOGS = Path.of("benchmarks", "target", "broker-logs");

    static Real start() {
      KafkaCluster cluster = KafkaCluster.builder().logs(LOGS).start();
      cluster.createTopic(Workload.TOPIC, 1);
      return new Real(cluster);
    }

    @Override
    public String bootstrapServers() {
      return cluster.bootstrapServers();
    }

    @Override
    public long confirmed() {
      return -1;
    }

    @Override
    public void close() {
      cluster.close();
    }
  }
}
