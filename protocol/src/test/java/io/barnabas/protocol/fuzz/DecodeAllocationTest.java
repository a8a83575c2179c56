package io.barnabas.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.message.ResponseHeader;
import io.barnabas.protocol.wire.DenseMessages;
import io.barnabas.protocol.wire.OracleMessage;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.Message;
import org.junit.jupiter.api.Test;

/** The bound on memory, tried with valid messages that are all overhead. */
class DecodeAllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int ELEMENTS = 100;

  /** Shorter ones are mostly the reader and the message itself, for which there are 64 KiB. */
  private static final int FRAME = 100;

  @Test
  void densestMessagesAllocateWithinThirtyTwoTimesTheirLength() {
    double worst = 0;
    String worstName = "";
    for (OracleMessage message : OracleMessage.all()) {
      for (short version : message.versions().toList()) {
        for (DenseMessages mix : DenseMessages.mixes(ELEMENTS)) {
          Message dense = mix.message(message.theirs(), version);
          byte[] encoded = OracleMessage.encodeTheirs(dense, version);
          double ratio = encoded.length < FRAME ? 0 : allocationPerByte(message, version, encoded);
          if (ratio > worst) {
            worst = ratio;
            worstName = message.name() + " v" + version + " " + mix;
          }
        }
      }
    }
    System.out.printf("Densest message: %.1f bytes a byte, %s%n", worst, worstName);
    assertTrue(worst > 5 && worst <= 32, worst + " bytes a byte in " + worstName);
  }

  @Test
  void millionUnknownTaggedFieldsAreSkippedWithoutAllocation() {
    ByteWriter out = new ByteWriter();
    out.writeInt32(7);
    out.writeUnsignedVarint(1_000_000);
    for (int tag = 0; tag < 1_000_000; tag++) {
      out.writeUnsignedVarint(tag & 0x7F);
      out.writeUnsignedVarint(0);
    }
    byte[] header = out.toByteArray();

    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    new ResponseHeader().read(new ByteReader(ByteBuffer.wrap(header)), (short) 1);
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;

    assertTrue(allocated < 64 * 1024, allocated + " bytes allocated");
  }

  /** The least of some attempts: the first ones load classes and link lambdas. */
  private static double allocationPerByte(OracleMessage message, short version, byte[] encoded) {
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 3; attempt++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      message.decodeOurs(encoded, version);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least / (double) encoded.length;
  }
}
