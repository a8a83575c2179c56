/**
 * Our consumer on real brokers, with kafka-clients' beside it. Each test owns its topics, and its
 * cluster if it breaks it.
 */
package io.barnabas.it.consumer;
