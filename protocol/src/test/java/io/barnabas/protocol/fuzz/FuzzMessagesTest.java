package io.barnabas.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: a value or a typed error, within the bounds of memory and time. */
class FuzzMessagesTest {

  private static final long SEED = Long.getLong("barnabas.fuzz.seed", 4_301L);
  private static final long DECODES = Long.getLong("barnabas.fuzz.decodes", 2_000_000L);
  private static final long SECONDS = Long.getLong("barnabas.fuzz.seconds", 30L);

  @Test
  void hostileBytesGiveAValueOrATypedError() {
    FuzzReport report = new FuzzRun(MessageTarget.all(), SEED).run(DECODES, SECONDS);

    System.out.println("Fuzz of messages: " + report);
    assertEquals(List.of(), report.findings());
    assertTrue(report.decodes() >= DECODES);
    assertTrue(report.accepted() > report.decodes() / 100, report::toString);
  }
}
