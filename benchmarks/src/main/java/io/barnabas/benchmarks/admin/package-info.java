/**
 * Measures the admin client against kafka-clients' on a real broker: many topics created,
 * described, listed by offset and deleted. One thread; started by {@code benchmarks/run admin}.
 */
package io.barnabas.benchmarks.admin;
