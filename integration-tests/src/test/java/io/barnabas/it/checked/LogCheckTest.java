package io.barnabas.it.checked;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check finds every fault that is planted, and nothing else. */
class LogCheckTest {
  private static final String TOPIC = "t";
  private static final int COUNT = 20;

  private final Ledger ledger = new Ledger(TOPIC, 2);
  private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();

  @BeforeEach
  void sendAll() {
    for (int i = 0; i < COUNT; i++) {
      for (int partition = 0; partition < 2; partition++) {
        CheckedRecord record = ledger.next(partition);
        ledger.result(record, metadata(partition, i), null);
        log.add(read(partition, i, record.key(), record.value()));
      }
    }
  }

  @Test
  void nothingIsFoundInAGoodLog() {
    Verdict verdict = check();
    assertTrue(verdict.isClean(), verdict::toString);
    assertEquals(2 * COUNT, verdict.read());
  }

  @Test
  void anAcknowledgedRecordThatIsNotThereIsLost() {
    log.remove(7);
    log.remove(log.size() - 1);
    assertEquals(2, found().lost());
  }

  @Test
  void aFailedRecordMayBeThereOrNot() {
    ledger.result(ledger.next(0), null, new IllegalStateException("late"));
    Verdict verdict = check();
    assertEquals(0, verdict.lost());
    assertEquals(1, verdict.failed());
    assertFalse(verdict.isClean());
    assertTrue(ledger.failures().get(0).contains("late"));
  }

  @Test
  void aRecordThatIsThereTwiceIsDoubled() {
    log.add(log.get(3));
    assertEquals(1, found().doubled());
  }

  @Test
  void twoRecordsOfAPartitionThatChangedPlacesAreOutOfOrder() {
    Collections.swap(log, 4, 6);
    assertEquals(1, found().outOfOrder());
  }

  @Test
  void recordsOfDifferentPartitionsHaveNoOrder() {
    Collections.swap(log, 4, 5);
    assertTrue(check().isClean());
  }

  @Test
  void everyChangedByteIsCorrupt() {
    CheckedRecord record = new CheckedRecord(TOPIC, 0, 3);
    for (int at = 0; at < record.value().length; at++) {
      byte[] value = record.value();
      value[at] ^= 1;
      assertTrue(CheckedRecord.of(read(0, 3, record.key(), value)).isEmpty());
    }
    for (int at = 0; at < record.key().length; at++) {
      byte[] key = record.key();
      key[at] ^= 1;
      assertTrue(CheckedRecord.of(read(0, 3, key, record.value())).isEmpty());
    }
  }

  @Test
  void aRecordInAnotherPartitionOrTopicIsCorruptAndLostWhereItBelongs() {
    ConsumerRecord<byte[], byte[]> stray = log.remove(8);
    log.add(read(1, COUNT, stray.key(), stray.value()));
    Verdict verdict = found();
    assertEquals(1, verdict.corrupt());
    assertEquals(1, verdict.lost());

    CheckedRecord foreign = new CheckedRecord("other", 0, 0);
    assertTrue(CheckedRecord.of(read(0, 0, foreign.key(), foreign.value())).isEmpty());
  }

  @Test
  void whatWasNeverSentIsCorrupt() {
    CheckedRecord invented = new CheckedRecord(TOPIC, 0, COUNT);
    log.add(read(0, COUNT, invented.key(), invented.value()));
    log.add(read(0, COUNT + 1, null, null));
    log.add(read(0, COUNT + 2, null, "short".getBytes(UTF_8)));
    assertEquals(3, found().corrupt());
  }

  @Test
  void aRecordAtAnotherOffsetThanTheAcknowledgedOneIsMisplaced() {
    ConsumerRecord<byte[], byte[]> last = log.remove(log.size() - 1);
    log.add(read(last.partition(), last.offset() + 1, last.key(), last.value()));
    assertEquals(1, found().misplaced());
  }

  @Test
  void resultsThatAreMissingOrDoubledAreCounted() {
    ledger.next(0);
    assertEquals(1, ledger.open(0));
    assertEquals(1, found().withoutResult());

    ledger.result(new CheckedRecord(TOPIC, 1, 0), metadata(1, 0), null);
    assertEquals(1, found().doubleResults());
  }

  private Verdict found() {
    Verdict verdict = check();
    assertFalse(verdict.isClean(), verdict::toString);
    return verdict;
  }

  private Verdict check() {
    LogCheck check = new LogCheck(ledger);
    log.forEach(check);
    return check.verdict();
  }

  private static RecordMetadata metadata(int partition, long offset) {
    return new RecordMetadata(new TopicPartition(TOPIC, partition), offset, 0, 0, 0, 0);
  }

  private static ConsumerRecord<byte[], byte[]> read(
      int partition, long offset, byte[] key, byte[] value) {
    return new ConsumerRecord<>(TOPIC, partition, offset, key, value);
  }
}
