/**
 * Uses and misuses of a consumer, each tried with {@code KafkaConsumer} and with {@code
 * BarnabasConsumer} side by side, in both protocols of groups. Each has a group of its own.
 */
package io.barnabas.it.misuse;
