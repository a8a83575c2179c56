/**
 * Hostile input for decoders: mutated valid encodings and plain noise, from a seed, with a watch on
 * exceptions, allocation and time. A decoder takes part as a {@link
 * io.barnabas.protocol.fuzz.FuzzTarget}. Everything runs on the caller's thread.
 */
package io.barnabas.protocol.fuzz;
