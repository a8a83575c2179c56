/**
 * Transactions: {@link io.barnabas.producer.transaction.Transactions} is what application threads
 * call and wait on; behind it {@link io.barnabas.producer.transaction.TransactionManager} talks to
 * the coordinators and is the gate of {@code delivery}. All but {@code Transactions} and what it
 * hands over belongs to the loop thread.
 */
package io.barnabas.producer.transaction;
