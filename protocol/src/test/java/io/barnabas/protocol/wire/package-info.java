/**
 * Messages against those of kafka-clients: the same values must be the same bytes, both ways. What
 * exists and what a version holds is taken from kafka-clients, never from the generator. Stateless
 * but for reflection that is done once.
 */
package io.barnabas.protocol.wire;
