package io.barnabas.it.checked;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that says where it belongs and proves that it is whole. Its value reads {@code
 * topic|partition|sequence|filler|crc}; the checksum covers the key and all before it.
 *
 * @param sequence counts the records of one partition from 0
 */
public record CheckedRecord(String topic, int partition, int sequence) {
  private static final int CRC_DIGITS = 8;
  private static final int MAX_FILLER = 200;

  public byte[] key() {
    return ("key-" + partition + "-" + sequence % 10).getBytes(UTF_8);
  }

  public byte[] value() {
    String filler = "x".repeat((int) (sequence * 31L % MAX_FILLER));
    byte[] body = (topic + "|" + partition + "|" + sequence + "|" + filler + "|").getBytes(UTF_8);
    byte[] value = Arrays.copyOf(body, body.length + CRC_DIGITS);
    byte[] crc = crc(key(), body, body.length).getBytes(UTF_8);
    System.arraycopy(crc, 0, value, body.length, CRC_DIGITS);
    return value;
  }

  public ProducerRecord<byte[], byte[]> toSend() {
    return new ProducerRecord<>(topic, partition, key(), value());
  }

  /** Empty unless the record is whole and lies where it belongs. */
  public static Optional<CheckedRecord> of(ConsumerRecord<byte[], byte[]> read) {
    byte[] value = read.value();
    if (value == null || value.length < CRC_DIGITS) {
      return Optional.empty();
    }
    int bodyLength = value.length - CRC_DIGITS;
    String crc = new String(value, bodyLength, CRC_DIGITS, UTF_8);
    if (!crc.equals(crc(read.key(), value, bodyLength))) {
      return Optional.empty();
    }
    String[] parts = new String(value, 0, bodyLength, UTF_8).split("\\|");
    CheckedRecord record =
        new CheckedRecord(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    boolean atHome =
        record.topic.equals(read.topic())
            && record.partition == read.partition()
            && Arrays.equals(record.key(), read.key());
    return atHome ? Optional.of(record) : Optional.empty();
  }

  private static String crc(byte[] key, byte[] body, int length) {
    CRC32C crc = new CRC32C();
    if (key != null) {
      crc.update(key);
    }
    crc.update(body, 0, length);
    return String.format("%08x", crc.getValue());
  }
}
