/**
 * One program, compiled once, that misuses a producer in every way there is and prints what comes
 * of it. The test runs it with {@code KafkaProducer} and with {@code BarnabasProducer}, in a JVM
 * each.
 */
package io.barnabas.it.program;
