package io.barnabas.producer.idempotence;

/** A producer id and the epoch under it, as they stand in a batch. */
public record ProducerId(long id, short epoch) {

  /** Of producers that do without. */
  public static final ProducerId NONE = new ProducerId(-1, (short) -1);

  boolean hasNextEpoch() {
    return epoch < Short.MAX_VALUE;
  }

  ProducerId nextEpoch() {
    return new ProducerId(id, (short) (epoch + 1));
  }
}
