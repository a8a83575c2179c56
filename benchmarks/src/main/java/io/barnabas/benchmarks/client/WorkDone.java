package io.barnabas.benchmarks.client;

/**
 * What came of one {@link Work#run}.
 *
 * @param records confirmed by the broker, or handed to the application
 * @param problems sends that failed, records out of order
 */
record WorkDone(long records, long problems, Latency latency) {}
