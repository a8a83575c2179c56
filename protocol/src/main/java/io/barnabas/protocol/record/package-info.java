/**
 * Record batches: {@link io.barnabas.protocol.record.RecordBatchWriter} appends records straight
 * into a batch's array (format 2), {@link io.barnabas.protocol.record.RecordBatchReader} walks the
 * batches of a fetch answer (formats 0 to 2). Neither has locks nor threads of its own: the
 * producer guards a writer, the consumer's polling thread owns its readers.
 */
package io.barnabas.protocol.record;
