/**
 * The one thread of a client and its time: selector, commands from other threads, timers, pollers.
 *
 * <p>Owned by the loop's thread; {@link io.barnabas.network.loop.EventLoop#execute} and {@link
 * io.barnabas.network.loop.EventLoop#wakeup} are for any thread. Knows nothing of Kafka.
 */
package io.barnabas.network.loop;
