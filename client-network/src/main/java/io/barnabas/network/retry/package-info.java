/**
 * What to do about errors: the one table, the exceptions users see, back-off, and the one retry
 * loop. The tables are for all threads, running calls are owned by the loop thread.
 */
package io.barnabas.network.retry;
