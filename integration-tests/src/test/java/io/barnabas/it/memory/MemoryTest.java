package io.barnabas.it.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.it.JavaProcess;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.Reply;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code buffer.memory} bounds what a producer holds, whatever it is sent. */
@Timeout(120)
class MemoryTest {
  private static final long BUFFER_MEMORY = 32 << 20;
  private static final long FULL = BUFFER_MEMORY * 3 / 4;
  private static final long LIMIT = BUFFER_MEMORY * 5 / 4 + (16 << 20);

  @Test
  void aProducerThatGetsRidOfNothingHoldsLittleMoreThanItsBuffer() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      Load.all().forEach(load -> broker.topic(load.topic(), load.partitions()));
      broker.on(ApiKeys.PRODUCE, request -> Reply.silence());
      List<Long> held = heldBytes(broker.address());
      assertEquals(Load.all().size(), held.size());
      for (int i = 0; i < held.size(); i++) {
        String what = Load.all().get(i) + " makes it hold " + (held.get(i) >> 20) + " MiB";
        System.out.println(what);
        assertTrue(held.get(i) >= FULL && held.get(i) <= LIMIT, what);
      }
    }
  }

  private static List<Long> heldBytes(String servers) throws Exception {
    Process program = JavaProcess.start(MemoryProgram.class, 256, "barnabas.memory.log", servers);
    try {
      List<Long> held = program.inputReader().lines().map(Long::valueOf).toList();
      assertTrue(program.waitFor(10, TimeUnit.SECONDS), "the program did not end");
      assertEquals(0, program.exitValue());
      return held;
    } finally {
      program.destroyForcibly();
    }
  }
}
