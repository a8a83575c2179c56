package io.barnabas.examples.quickstart;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the group has processed: each record once by partition and offset, doubles apart, and how
 * many each member took. Guarded by itself.
 */
final class Tally {

  private final Map<Integer, BitSet> offsetsByPartition = new HashMap<>();
  private final Map<String, Long> recordsByMember = new HashMap<>();
  private final AirportDelays delays = new AirportDelays();
  private int distinct;
  private int doubles;

  /** The offsets fit an int: the quickstart makes its topic itself. */
  synchronized void add(String member, ConsumerRecord<String, Flight> flight) {
    recordsByMember.merge(member, 1L, Long::sum);
    BitSet seen = offsetsByPartition.computeIfAbsent(flight.partition(), partition -> new BitSet());
    int offset = Math.toIntExact(flight.offset());
    if (seen.get(offset)) {
      doubles++;
      return;
    }
    seen.set(offset);
    distinct++;
    delays.add(flight.value());
  }

  synchronized int distinct() {
    return distinct;
  }

  synchronized int doubles() {
    return doubles;
  }

  synchronized long recordsOf(String member) {
    return recordsByMember.getOrDefault(member, 0L);
  }

  AirportDelays delays() {
    return delays;
  }
}
