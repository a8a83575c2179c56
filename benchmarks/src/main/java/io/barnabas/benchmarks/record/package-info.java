/**
 * Parts of the hot paths by JMH: appending records, writing and reading batches, checksums, codecs.
 * Never quoted as client speed.
 */
package io.barnabas.benchmarks.record;
