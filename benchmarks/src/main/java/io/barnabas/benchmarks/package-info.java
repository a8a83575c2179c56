/** Measurements, ours and kafka-clients' in turn in one run; never part of what ships. */
package io.barnabas.benchmarks;
