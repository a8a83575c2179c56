/**
 * Producer id, epoch and sequence numbers: what lets a broker tell a retry from a new batch.
 * Belongs to the loop thread; used by {@code delivery}.
 */
package io.barnabas.producer.idempotence;
