package io.barnabas.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.compress.CodecFuzzTarget;
import io.barnabas.protocol.fuzz.FuzzCommand;
import io.barnabas.protocol.fuzz.FuzzReport;
import io.barnabas.protocol.fuzz.FuzzSettings;
import io.barnabas.protocol.fuzz.FuzzTarget;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A short fuzz run of batches and codecs; {@link #main} takes a seed and runs as long as one likes.
 */
@Tag("fuzz")
class RecordFuzzTest {
  private static final long DECODES = 200_000;

  @Test
  void hostileBatchesAreTypedErrorsWithinTheirBounds() {
    FuzzReport report = FuzzSettings.run("batches and codecs", targets(), DECODES);

    assertEquals(List.of(), report.findings());
    assertTrue(report.accepted() > DECODES / 100);
  }

  private static List<FuzzTarget> targets() {
    return Stream.concat(BatchFuzzTarget.all().stream(), CodecFuzzTarget.all().stream()).toList();
  }

  public static void main(String[] args) {
    FuzzCommand.run(args, targets());
  }
}
