package io.barnabas.it.program;

import io.barnabas.producer.BarnabasProducer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Main class: runs every case with one of the two producers and prints each as a line {@code #
 * name} with what it saw below.
 */
final class Program {
  /** Two partitions, there before the program starts. */
  static final String TOPIC = "program";

  private final Function<Map<String, Object>, Producer<Object, Object>> constructor;
  private final Places places;

  /**
   * @param servers of a real cluster
   * @param scripted a broker that answers as {@link ScriptedAnswers} says
   * @param coordinator one that answers as {@link ScriptedCoordinator} says, in TV1
   * @param coordinatorV2 the same in TV2
   */
  record Places(String servers, String scripted, String coordinator, String coordinatorV2) {}

  private Program(
      Function<Map<String, Object>, Producer<Object, Object>> constructor, Places places) {
    this.constructor = constructor;
    this.places = places;
  }

  /**
   * @param args {@code kafka} or {@code barnabas}, the addresses of {@link Places}, and the name of
   *     the only case to run; empty for all
   */
  public static void main(String[] args) {
    Program program =
        new Program(
            args[0].equals("kafka") ? KafkaProducer::new : BarnabasProducer::new,
            new Places(args[1], args[2], args[3], args[4]));
    cases(program.places)
        .filter(each -> args[5].isEmpty() || each.name().equals(args[5]))
        .forEach(program::run);
    System.exit(0);
  }

  private static Stream<Case> cases(Places places) {
    return Stream.of(
            RecordCases.all(places),
            PluginCases.all(places),
            LifecycleCases.all(places),
            CallbackCases.all(places),
            ConfigCases.all(places),
            BrokerErrorCases.all(places),
            TransactionCases.all(),
            TransactionFaultCases.all(places),
            TransactionErrorCases.all(places))
        .flatMap(List::stream);
  }

  private void run(Case each) {
    Notes notes = new Notes();
    Plugins.notes = notes;
    open(each, notes);
    System.out.println("# " + each.name());
    notes.lines().forEach(System.out::println);
  }

  private void open(Case each, Notes notes) {
    Producer<Object, Object> producer;
    try {
      producer = constructor.apply(config(each.config()));
    } catch (Throwable e) {
      notes.add("constructor threw " + Notes.describe(e));
      return;
    }
    notes.attempt("case", () -> each.use().run(producer, notes));
    notes.attempt("close", () -> producer.close(Duration.ofSeconds(20)));
  }

  private Map<String, Object> config(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", places.servers());
    config.put("client.id", "p");
    config.put("key.serializer", StringSerializer.class);
    config.put("value.serializer", StringSerializer.class);
    config.putAll(more);
    return config;
  }
}
