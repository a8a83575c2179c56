package io.barnabas.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: a value or a typed error, within the bounds of memory and time. */
@Tag("fuzz")
class FuzzMessagesTest {

  private static final long DECODES = 2_000_000;

  @Test
  void hostileBytesGiveAValueOrATypedError() {
    FuzzReport report = FuzzSettings.run("messages", MessageTarget.all(), DECODES);

    assertEquals(List.of(), report.findings());
    assertTrue(report.decodes() >= DECODES);
    assertTrue(report.accepted() > report.decodes() / 100, report::toString);
  }

  /** Arguments: {@code [seed [seconds]]}. */
  public static void main(String[] args) {
    FuzzCommand.run(args, MessageTarget.all());
  }
}
