package io.barnabas.producer.result;

/**
 * What shall happen in one transaction, on the thread that asks for it. May be run more than once:
 * whatever it does besides sending must bear that.
 *
 * @param <R> what it returns
 * @param <E> what it may throw
 */
@FunctionalInterface
public interface TransactionWork<R, E extends Exception> {

  /** Sends records, and offsets if need be; neither begins nor ends the transaction. */
  R run() throws E;
}
