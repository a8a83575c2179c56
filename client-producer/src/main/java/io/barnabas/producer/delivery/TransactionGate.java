package io.barnabas.producer.delivery;

import io.barnabas.protocol.ApiKey;
import org.apache.kafka.common.TopicPartition;

/**
 * What delivery asks of the transaction that its batches belong to, and tells it. Loop thread only.
 */
public interface TransactionGate {

  /** Without transactions: every batch may leave, and failures concern nobody else. */
  TransactionGate NONE =
      new TransactionGate() {
        @Override
        public String transactionalId() {
          return null;
        }

        @Override
        public boolean admits(TopicPartition partition) {
          return true;
        }

        @Override
        public short maxProduceVersion() {
          return ApiKey.PRODUCE.highestStableVersion();
        }

        @Override
        public void onFailed(RuntimeException error) {}
      };

  /** The id that produce requests carry; null without transactions. */
  String transactionalId();

  /**
   * Whether batches of the partition may leave. Where not, the partition is wanted from here on,
   * and {@link Sender#admit} follows when the answer may be another.
   */
  boolean admits(TopicPartition partition);

  /** No produce request may be of a higher version. */
  short maxProduceVersion();

  /** A batch has ended with that error. */
  void onFailed(RuntimeException error);
}
