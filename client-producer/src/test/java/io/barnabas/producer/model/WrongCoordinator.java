package io.barnabas.producer.model;

/** What brokers may do wrong with transactions, to see that the model notices. */
enum WrongCoordinator {
  NOTHING,
  COMMITS_WHAT_IS_ABORTED,
  ABORTS_WHAT_IS_COMMITTED,
  FORGETS_A_PARTITION,
  ENDS_PARTITIONS_DIFFERENTLY,
  ANSWERS_AN_END_WITHOUT_ENDING,
  LOSES_OFFSETS,
  COMMITS_OFFSETS_AT_ONCE,
  LETS_ANYBODY_WRITE
}
