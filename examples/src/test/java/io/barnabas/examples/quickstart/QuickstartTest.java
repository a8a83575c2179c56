package io.barnabas.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.barnabas.examples.quickstart.AirportDelays.Line;
import io.barnabas.testkit.KafkaCluster;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The quickstart ends with 0 only if every flight was processed. */
class QuickstartTest {

  private final String servers = KafkaCluster.shared().bootstrapServers();

  @Test
  void endsWithZeroOnABrokerThatIsThere() {
    assertEquals(0, run("--bootstrap", servers, "--topic", "quickstart-flights"));
  }

  @Test
  void leavesATopicThatIsThereAlone() {
    KafkaCluster.shared().createTopic("somebodys-flights", 1);
    assertNotEquals(0, run("--bootstrap", servers, "--topic", "somebodys-flights"));
    assertNotEquals(-1, KafkaCluster.shared().leader("somebodys-flights", 0));
  }

  @Test
  void countsDoublesApartAndOnce() {
    Tally tally = new Tally();
    Flight flight = new Flight("2001/01/01 00:47", 66, 1750, "DTW", "LAS");
    tally.add("A", new ConsumerRecord<>("flights", 0, 7, "DTW", flight));
    tally.add("B", new ConsumerRecord<>("flights", 0, 7, "DTW", flight));
    tally.add("B", new ConsumerRecord<>("flights", 1, 7, "DTW", flight));
    assertEquals(2, tally.distinct());
    assertEquals(1, tally.doubles());
    assertEquals(List.of(new Line("DTW", 2, 66.0)), tally.delays().busiest(10));
  }

  @Test
  void theFlightsAreAllThere() throws IOException {
    List<Flight> flights = FlightLog.read();
    assertEquals(20_000, flights.size());
    assertEquals(1_103, flights.stream().filter(f -> f.origin().equals("DFW")).count());
  }

  private static int run(String... args) {
    return new CommandLine(new Quickstart()).execute(args);
  }
}
