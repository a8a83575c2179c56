/**
 * Bytes in and out: a reader that checks before it allocates and a writer that grows, with the two
 * errors they can end in. Readers and writers belong to one thread at a time; for all layers that
 * touch the wire.
 */
package io.barnabas.protocol.io;
