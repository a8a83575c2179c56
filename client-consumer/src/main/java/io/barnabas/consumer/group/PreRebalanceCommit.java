package io.barnabas.consumer.group;

/**
 * Commits what the application got before partitions are given up, where auto-commit is on. Polling
 * thread only.
 */
public interface PreRebalanceCommit {

  /** Without auto-commit. */
  PreRebalanceCommit NONE =
      new PreRebalanceCommit() {
        @Override
        public boolean isDone(Object rebalance, long limitMs) {
          return true;
        }

        @Override
        public void assignmentChanged() {
          // there is no commit to put off
        }
      };

  /**
   * Starts the commit when first asked for this rebalance, later tells whether it is done: it
   * succeeded, failed for good or took longer than the limit.
   */
  boolean isDone(Object rebalance, long limitMs);

  /** The time until the next periodic commit begins anew. */
  void assignmentChanged();
}
