/**
 * The messages of the protocol, generated from Kafka's message specs: one mutable bean a message,
 * which holds every version. A bean belongs to one thread at a time. Lists are replaced by their
 * setters, never added to: a default or empty list is immutable.
 */
package io.barnabas.protocol.message;
