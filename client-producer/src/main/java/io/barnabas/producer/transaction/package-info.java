/**
 * Transactions: {@link io.barnabas.producer.transaction.Transactions} is what application threads
 * call and wait on; behind it {@link io.barnabas.producer.transaction.TransactionManager} checks
 * each call, {@code CurrentTransaction} keeps what they act on, {@code BatchGate} is the gate of
 * {@code delivery} and {@code TransactionProgress} takes things on with each turn of the loop. All
 * but {@code Transactions} and what it hands over belongs to the loop thread.
 */
package io.barnabas.producer.transaction;
