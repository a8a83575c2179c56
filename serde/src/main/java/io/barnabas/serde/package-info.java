/**
 * Serializers and deserializers that any Kafka client can use; one package for each format. No
 * network, no client: only the interfaces of {@code org.apache.kafka.common.serialization}.
 */
package io.barnabas.serde;
