package io.barnabas.producer.batch;

/**
 * Takes what a partition hands over to the loop. Called under the partition's lock: must be quick.
 */
public interface Intake {

  /** A batch that the loop had not seen yet, open or sealed. */
  void onNew(ProducerBatch batch);

  /** A batch that may be sent. Those of one partition come in the order of their records. */
  void onReady(ProducerBatch batch);
}
