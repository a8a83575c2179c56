/**
 * A broker that does next to nothing, so that a client can be measured alone: records that come in
 * are counted and thrown away, fetches are answered from memory. One thread, {@code sink-broker},
 * owns all of it; runs in a process of its own, or inside a test.
 */
package io.barnabas.benchmarks.broker;
