package io.barnabas.it.copier;

/** What is killed. */
enum Victim {
  COPIER,
  TRANSACTION_COORDINATOR,
  GROUP_COORDINATOR
}
