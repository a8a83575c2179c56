package io.barnabas.examples.quickstart;

import io.barnabas.admin.BarnabasAdmin;
import io.barnabas.examples.quickstart.FlightTopic.Progress;
import io.barnabas.testkit.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Produces 20,000 flights, has a group of two process them, lets one of the two leave halfway, and
 * shows what came of it. Exit code 0 only if the group processed every flight.
 */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    description = "A broker, a topic, a producer, a group of two consumers: all on real data.")
public final class Quickstart implements Callable<Integer> {

  private static final int PARTITIONS = 6;
  private static final Path BROKER_LOGS = Path.of("examples", "target", "broker-logs");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Use a broker that is already there instead of starting one.")
  private String bootstrap;

  @Option(
      names = "--topic",
      defaultValue = "flights",
      description = "The topic to create and to delete at the end (default: ${DEFAULT-VALUE}).")
  private String topicName;

  private final Console console = new Console(System.out);
  private final Tally tally = new Tally();
  private final String groupId = "flights-" + ProcessHandle.current().pid();

  public static void main(String[] args) {
    System.exit(new CommandLine(new Quickstart()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (bootstrap != null) {
      console.heading("Broker");
      console.line("using %s", bootstrap);
      return run(bootstrap);
    }
    console.heading("Broker");
    try (KafkaCluster cluster = KafkaCluster.builder().logs(BROKER_LOGS).start()) {
      console.line("a real one of its own is up at %s", cluster.bootstrapServers());
      return run(cluster.bootstrapServers());
    }
  }

  private int run(String servers) throws Exception {
    try (Admin admin =
        new BarnabasAdmin(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers))) {
      FlightTopic topic = new FlightTopic(admin, topicName, PARTITIONS);
      createTopic(topic);
      try {
        return produceAndConsume(servers, topic);
      } finally {
        topic.delete();
        console.line("topic %s deleted", topicName);
      }
    }
  }

  private void createTopic(FlightTopic topic) throws InterruptedException {
    console.heading("Topic");
    topic.create();
    TopicDescription description = topic.describe();
    console.line(
        "%s with %d partitions, id %s",
        description.name(), description.partitions().size(), description.topicId());
  }

  private int produceAndConsume(String servers, FlightTopic topic) throws Exception {
    console.heading("Group " + groupId);
    List<Flight> flights = FlightLog.read();
    FlightConsumer first = member("consumer-A", servers).start();
    FlightConsumer second = member("consumer-B", servers).start();
    await(
        "both members to have partitions",
        () -> first.partitions() > 0 && second.partitions() > 0,
        first,
        second);

    console.heading("Flights");
    long startNanos = System.nanoTime();
    int half = flights.size() / 2;
    produce(servers, flights.subList(0, half));
    awaitProcessed(half, first, second);

    console.line("%s leaves the group", second.name());
    second.leave().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    produce(servers, flights.subList(half, flights.size()));
    awaitProcessed(flights.size(), first);
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    first.leave().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    return report(flights.size(), seconds, topic, first, second);
  }

  private FlightConsumer member(String name, String servers) {
    return new FlightConsumer(name, servers, groupId, topicName, tally, console);
  }

  private void produce(String servers, List<Flight> flights) {
    long startNanos = System.nanoTime();
    int confirmed = new FlightProducer(servers, topicName).produce(flights);
    console.line(
        "produced and confirmed %,d flights, %,.0f records/s",
        confirmed, confirmed * 1e9 / (System.nanoTime() - startNanos));
  }

  private void awaitProcessed(int count, FlightConsumer... members) {
    await("the group to process " + count, () -> tally.distinct() >= count, members);
    console.line("processed %,d flights", tally.distinct());
  }

  /** Fails as soon as a member does. */
  private static void await(String what, BooleanSupplier condition, FlightConsumer... members) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      for (FlightConsumer member : members) {
        if (member.left().isCompletedExceptionally()) {
          member.left().join();
        }
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Waited " + PATIENCE.toSeconds() + " s for " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private int report(int expected, double seconds, FlightTopic topic, FlightConsumer... members)
      throws InterruptedException {
    console.heading("The ten busiest airports");
    console.row("%-8s %8s %14s", "airport", "flights", "mean delay");
    tally
        .delays()
        .busiest(10)
        .forEach(l -> console.row("%-8s %,8d %10.1f min", l.airport(), l.flights(), l.meanDelay()));

    console.heading("Offsets of the group");
    console.row("%-9s %9s %9s %6s", "partition", "end", "committed", "lag");
    List<Progress> progress = topic.progress(groupId);
    progress.forEach(
        p -> console.row("%-9d %,9d %,9d %,6d", p.partition(), p.end(), p.committed(), p.lag()));
    long lag = progress.stream().mapToLong(Progress::lag).sum();

    console.heading("Result");
    for (FlightConsumer member : members) {
      console.row("%s processed %,d records", member.name(), tally.recordsOf(member.name()));
    }
    console.row("%,d of %,d flights processed by the group", tally.distinct(), expected);
    console.row("%,d doubles, lag %,d", tally.doubles(), lag);
    console.row("%,.0f records/s from the first send to the last commit", expected / seconds);
    return tally.distinct() == expected ? 0 : 1;
  }
}
