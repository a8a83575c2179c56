/**
 * Writes one Java class per Kafka message from the official message specs, at build time: specs are
 * parsed ({@code spec}), resolved ({@code model}) and written out as source ({@code emit}). Runs on
 * the build's thread; nothing at run time knows of it.
 */
package io.barnabas.protocol.generator;
