/**
 * What to do about errors: the one table, the exceptions users see, and how long to wait before
 * trying again. For all threads; knows neither connections nor the cluster.
 */
package io.barnabas.network.error;
