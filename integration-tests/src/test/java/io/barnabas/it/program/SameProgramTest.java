package io.barnabas.it.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.barnabas.it.ComparedNotes;
import io.barnabas.it.JavaProcess;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.KafkaCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The program prints the same with either producer, but for {@link KnownDifferences}. */
@Timeout(900)
class SameProgramTest {

  @TestFactory
  Stream<DynamicTest> bothPrintTheSame() throws Exception {
    createTopics();
    Map<String, List<String>> theirs = outputOf("kafka", "");
    Map<String, List<String>> ours = outputOf("barnabas", "");
    assertEquals(theirs.keySet(), ours.keySet());
    assertTrue(theirs.keySet().containsAll(KnownDifferences.REASONS.keySet()));
    return theirs.keySet().stream()
        .map(
            name ->
                dynamicTest(
                    name,
                    () -> compare(name, new ComparedNotes(theirs.get(name), ours.get(name)))));
  }

  private static void compare(String name, ComparedNotes first) throws Exception {
    String reason = KnownDifferences.REASONS.get(name);
    ComparedNotes notes = first.settled(reason == null, () -> anew(name));
    if (reason == null) {
      assertEquals(String.join("\n", notes.theirs()), String.join("\n", notes.ours()));
    } else {
      assertFalse(notes.alike(), () -> "no difference any more: " + reason);
    }
  }

  private static ComparedNotes anew(String name) throws Exception {
    return new ComparedNotes(
        outputOf("kafka", name).get(name), outputOf("barnabas", name).get(name));
  }

  private static void createTopics() throws Exception {
    KafkaCluster cluster = KafkaCluster.shared();
    cluster.createTopic(Program.TOPIC, 2);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      NewTopic small =
          new NewTopic(SmallTopic.NAME, 1, (short) 1)
              .configs(Map.of("max.message.bytes", SmallTopic.MAX_MESSAGE_BYTES));
      admin.createTopics(List.of(small)).all().get(30, TimeUnit.SECONDS);
    }
  }

  /**
   * By case, in the order of the program.
   *
   * @param only the case to run; empty for all
   */
  private static Map<String, List<String>> outputOf(String client, String only) throws Exception {
    try (FakeBroker scripted = ScriptedAnswers.start();
        FakeBroker coordinator = ScriptedCoordinator.start(1);
        FakeBroker coordinatorV2 = ScriptedCoordinator.start(2)) {
      Process program =
          JavaProcess.start(
              Program.class,
              256,
              "barnabas.program.log",
              client,
              KafkaCluster.shared().bootstrapServers(),
              scripted.address(),
              coordinator.address(),
              coordinatorV2.address(),
              only);
      try {
        Map<String, List<String>> output = cases(program.inputReader());
        assertTrue(program.waitFor(10, TimeUnit.SECONDS), "the program did not end");
        assertEquals(0, program.exitValue());
        return output;
      } finally {
        program.destroyForcibly();
      }
    }
  }

  private static Map<String, List<String>> cases(BufferedReader output) throws IOException {
    Map<String, List<String>> cases = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("# ")) {
        current = new ArrayList<>();
        cases.put(line.substring(2), current);
      } else {
        current.add(line);
      }
    }
    return cases;
  }
}
