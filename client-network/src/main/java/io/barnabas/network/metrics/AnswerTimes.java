package io.barnabas.network.metrics;

import io.barnabas.protocol.ApiKey;
import java.util.Map;

/**
 * Where the network records how long brokers take to answer.
 *
 * @param key the requests that are a client's main work: only theirs count for the latency of a
 *     node
 * @param latencyNanos from the encoding of such a request to its answer
 * @param throttleMs how long brokers throttled, of the answers to all requests
 * @param others as {@code latencyNanos}, of other requests
 */
public record AnswerTimes(
    ApiKey key,
    Distribution latencyNanos,
    Distribution throttleMs,
    Map<ApiKey, Distribution> others) {}
