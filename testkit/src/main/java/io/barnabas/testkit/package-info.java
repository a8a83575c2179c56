/**
 * What tests need to meet Kafka: real brokers in child processes, a proxy that misbehaves and a
 * broker that answers as told.
 *
 * <p>Called from test threads; each type says in its own words which of its methods may be called
 * from several threads at a time. No module's main code may depend on it, but for the examples'
 * quickstart, and it knows no other module.
 */
package io.barnabas.testkit;
