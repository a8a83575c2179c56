/**
 * What happens on the network, counted without a lock by the loop thread, and shown to users under
 * the names kafka-clients gives it. Clients create and close {@code ClientMetrics}.
 */
package io.barnabas.network.metrics;
