/**
 * The way to the results of the {@code Admin} interface whose constructors are not public. Their
 * callers are written in package {@code org.apache.kafka.clients.admin}, travel as resources and
 * are defined beside {@code Admin} when first needed, so that no package is split between two jars.
 * Any thread; used by the facade and the operations.
 */
package io.barnabas.admin.bridge;
