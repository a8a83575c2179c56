package io.barnabas.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FuzzRunTest {

  private static final byte[] SEED_INPUT = {1, 2, 3, 4, 5, 6, 7, 8};

  @SuppressWarnings("unused")
  private static volatile byte[] sink;

  @Test
  void typedErrorIsNoFinding() {
    FuzzReport report = run(input -> refuse());

    assertEquals(List.of(), report.findings());
    assertEquals(0, report.accepted());
    assertTrue(report.decodes() >= 1000);
  }

  @Test
  void untypedExceptionIsFoundWithItsInput() {
    FuzzReport report =
        run(
            input -> {
              if (input.length < 4) {
                throw new ArrayIndexOutOfBoundsException("too short");
              }
            });

    FuzzFinding finding = report.findings().get(0);
    assertTrue(finding.problem().contains("ArrayIndexOutOfBounds"), finding::toString);
    assertTrue(finding.input().length < 4);
  }

  @Test
  void allocationPastTheBoundIsFound() {
    FuzzReport report = run(input -> sink = new byte[70_000 + 64 * input.length]);

    assertTrue(report.findings().get(0).problem().contains("allocated"));
  }

  @Test
  void slowDecodeIsFound() {
    AtomicInteger calls = new AtomicInteger();
    Consumer<byte[]> slowAtFirst = input -> waitFor(calls.incrementAndGet() > 3 ? 0 : 110);
    FuzzReport report = new FuzzRun(List.of(target(slowAtFirst)), 5).run(1, 0);

    assertEquals(1, report.findings().size());
    assertTrue(report.findings().get(0).problem().contains("took"));
  }

  @Test
  void seedAndNumberGiveTheInputAgain() {
    FuzzFinding found =
        run(input -> {
              if (input.length > 20) {
                throw new IllegalStateException();
              }
            })
            .findings()
            .get(0);

    FuzzRun again = new FuzzRun(List.of(target(input -> refuse())), found.seed());
    assertArrayEquals(found.input(), again.inputOf(found.decode()));
    assertEquals("decoder", again.targetOf(found.decode()).name());
  }

  private static void waitFor(long millis) {
    long started = System.nanoTime();
    while (System.nanoTime() - started < TimeUnit.MILLISECONDS.toNanos(millis)) {
      Thread.onSpinWait();
    }
  }

  private static void refuse() {
    throw new IllegalArgumentException("refused");
  }

  private static FuzzReport run(Consumer<byte[]> decoder) {
    return new FuzzRun(List.of(target(decoder)), 42).run(1000, 0);
  }

  private static FuzzTarget target(Consumer<byte[]> decoder) {
    return new FuzzTarget() {
      @Override
      public String name() {
        return "decoder";
      }

      @Override
      public byte[] seedInput(Random random) {
        return SEED_INPUT;
      }

      @Override
      public void decode(byte[] input) {
        decoder.accept(input);
      }

      @Override
      public Class<? extends RuntimeException> typedError() {
        return IllegalArgumentException.class;
      }
    };
  }
}
