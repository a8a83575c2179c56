/**
 * Whole clients side by side: {@link io.barnabas.benchmarks.client.ClientBenchmark} starts a broker
 * and, for each client, a process that does the same work with it, and lets them work in turn.
 */
package io.barnabas.benchmarks.client;
