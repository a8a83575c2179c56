/**
 * A producer on three brokers that are killed, paused and relieved of their leaderships under load.
 * A seed decides what happens; the short run is part of the build, the long one is a command.
 */
package io.barnabas.it.chaos;
