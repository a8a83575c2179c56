package io.barnabas.benchmarks.broker;

/**
 * What a {@link SinkBroker} serves: one topic, and for fetches the same batch again and again.
 *
 * @param topic the only topic there is
 * @param codec of the canned batch, by its name in {@code compression.type}
 * @param valueBytes of each canned record
 * @param recordsPerBatch in the canned batch
 * @param batchesPerAnswer the most batches of a partition in one answer
 * @param validate whether produced batches are decoded and checked
 */
public record SinkSettings(
    String topic,
    int partitions,
    String codec,
    int valueBytes,
    int recordsPerBatch,
    int batchesPerAnswer,
    boolean validate) {

  /** A sink for producers, which fetches get 100-byte values from. */
  public static SinkSettings of(String topic, int partitions) {
    return new SinkSettings(topic, partitions, "none", 100, 140, 64, false);
  }

  /** The same with produced batches checked. */
  public SinkSettings validating() {
    return new SinkSettings(
        topic, partitions, codec, valueBytes, recordsPerBatch, batchesPerAnswer, true);
  }
}
