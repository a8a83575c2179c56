package io.barnabas.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.KafkaCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** The examples do what they say. */
class ExamplesTest {

  /** A main as it is run by hand. */
  private interface Main {
    void run(String... args) throws Exception;
  }

  @Test
  void whatOneCreatesTheNextFillsAndTheThirdReads() throws Exception {
    String servers = KafkaCluster.shared().bootstrapServers();
    assertTrue(output(CreateTopic::main, servers, "invoices").lines().anyMatch("invoices"::equals));
    assertEquals(10, lines(output(SendRecords::main, servers, "invoices"), "written to invoices-"));
    assertEquals(
        10, lines(output(ReadInGroup::main, servers, "invoices", "billing"), "read customer-"));
  }

  @Test
  void copyHoldsEachRecordOnce() throws Exception {
    String servers = KafkaCluster.shared().bootstrapServers();
    output(CreateTopic::main, servers, "orders");
    output(CreateTopic::main, servers, "orders-copied");
    output(SendRecords::main, servers, "orders");

    String[] copy = {servers, "orders", "orders-copied", "copying"};
    assertEquals(10, lines(output(CopyInTransactions::main, copy), "copied customer-"));
    assertEquals(0, lines(output(CopyInTransactions::main, copy), "copied customer-"));
    String read = output(ReadInGroup::main, servers, "orders-copied", "reading");
    assertEquals(10, lines(read, "read customer-"));
    assertTrue(read.contains("INVOICE 7"));
  }

  private static long lines(String output, String prefix) {
    return output.lines().filter(line -> line.startsWith(prefix)).count();
  }

  private static String output(Main main, String... args) throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      main.run(args);
    } finally {
      System.setOut(console);
    }
    return bytes.toString(UTF_8);
  }
}
