package io.barnabas.it.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What is sent until the producer takes no more.
 *
 * @param bytes of each value
 */
record Load(String compression, int bytes, int partitions) {

  /** From records that cost more than they carry to those that are larger than a batch. */
  static List<Load> all() {
    return Stream.concat(
            Stream.of(0, 10, 100, 1_000, 10_000, 100_000).map(bytes -> new Load("none", bytes, 12)),
            Stream.of(
                new Load("none", 100, 1_000),
                new Load("gzip", 100, 12),
                new Load("snappy", 100, 12),
                new Load("lz4", 100, 12),
                new Load("zstd", 100, 12),
                new Load("zstd", 10, 12),
                new Load("zstd", 10_000, 12),
                new Load("lz4", 100_000, 12)))
        .toList();
  }

  String topic() {
    return "memory-" + partitions;
  }

  /** Compresses somewhat. */
  byte[] value() {
    byte[] value = new byte[bytes];
    new Random(bytes).nextBytes(value);
    Arrays.fill(value, 0, bytes / 2, (byte) 'x');
    return value;
  }

  Map<String, Object> config(String servers) {
    return Map.of(
        "bootstrap.servers",
        servers,
        "compression.type",
        compression,
        "max.block.ms",
        120_000,
        "delivery.timeout.ms",
        240_000,
        "request.timeout.ms",
        120_000);
  }
}
