package io.barnabas.benchmarks.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A {@link SinkBroker} in a process of its own. Prints its address; then, for each line it reads,
 * {@code produced served errors} so far. Ends with its input.
 */
@Command(name = "sink", mixinStandardHelpOptions = true, description = "A broker that does nothing")
public final class SinkProcess implements Callable<Integer> {

  @Option(names = "--topic", defaultValue = "benchmark")
  private String topic;

  @Option(names = "--partitions", defaultValue = "6")
  private int partitions;

  @Option(names = "--codec", defaultValue = "none")
  private String codec;

  @Option(names = "--value-bytes", defaultValue = "100")
  private int valueBytes;

  @Option(names = "--records-per-batch", defaultValue = "140")
  private int recordsPerBatch;

  @Option(names = "--batches-per-answer", defaultValue = "64")
  private int batchesPerAnswer;

  @Option(names = "--validate", description = "Check what is produced")
  private boolean validate;

  public static void main(String[] args) {
    System.exit(new CommandLine(new SinkProcess()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    SinkSettings settings =
        new SinkSettings(
            topic, partitions, codec, valueBytes, recordsPerBatch, batchesPerAnswer, validate);
    try (SinkBroker broker = SinkBroker.start(settings)) {
      System.out.println(broker.bootstrapServers());
      BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      SinkCounters counters = broker.counters();
      while (questions.readLine() != null) {
        System.out.println(counters.produced() + " " + counters.served() + " " + counters.errors());
      }
    }
    return 0;
  }
}
