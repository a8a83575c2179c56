/**
 * Parts of the hot paths by JMH: writing and reading record batches. Never quoted as client speed.
 */
package io.barnabas.benchmarks.record;
