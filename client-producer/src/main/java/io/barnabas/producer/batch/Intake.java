package io.barnabas.producer.batch;

/** Takes over what application threads announce to the loop. */
public interface Intake {

  /**
   * The batch was opened, or has become ready, or both, since it was last announced; perhaps there
   * is nothing new. Those of one partition come for the first time in the order of their records,
   * but become ready in any order.
   */
  void onAnnounced(ProducerBatch batch);
}
