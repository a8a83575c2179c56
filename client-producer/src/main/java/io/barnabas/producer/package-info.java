/**
 * The producer: {@link io.barnabas.producer.BarnabasProducer} takes records from any thread, turns
 * them into bytes, picks their partition and hands them to the accumulator of {@code batch}; {@code
 * delivery} brings the batches to the brokers on the loop thread.
 */
package io.barnabas.producer;
