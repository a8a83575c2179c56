/**
 * The codecs of record batches, array to array. A {@link io.barnabas.protocol.compress.Compressor}
 * or {@link io.barnabas.protocol.compress.Decompressor} keeps its native context and buffers
 * between batches and is owned by one thread at a time. The only package that imports codec
 * libraries; called by the record package and by client telemetry.
 */
package io.barnabas.protocol.compress;
