package io.barnabas.producer.model;

import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import io.barnabas.protocol.message.ProduceRequest;
import io.barnabas.protocol.message.ProduceResponse;
import io.barnabas.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.barnabas.protocol.record.RecordBatchReader;
import io.barnabas.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.errors.ApiException;

/** A produce request on its way: what it carried when it was sent, and who waits for the answer. */
final class ModelRequest {

  /** One batch of it. */
  record Part(UUID topicId, int partition, ModelLog.Batch batch, int sizeInBytes) {}

  final int nodeId;
  final long sentMs;
  final List<Part> parts;

  private final ProduceRequest request;
  private final ResponseHandler<ProduceResponse> handler;

  /** Null until a broker has worked on it. */
  private ProduceResponse answer;

  @SuppressWarnings("unchecked")
  ModelRequest(int nodeId, long sentMs, ProduceRequest request, ResponseHandler<?> handler) {
    this.nodeId = nodeId;
    this.sentMs = sentMs;
    this.request = request;
    this.handler = (ResponseHandler<ProduceResponse>) handler;
    this.parts = parts();
  }

  private List<Part> parts() {
    List<Part> read = new ArrayList<>();
    for (ProduceRequest.TopicProduceData topic : request.topicData()) {
      for (ProduceRequest.PartitionProduceData partition : topic.partitionData()) {
        ByteBuffer records = partition.records().duplicate();
        int bytes = records.remaining();
        read.add(new Part(topic.topicId(), partition.index(), batch(records), bytes));
      }
    }
    return read;
  }

  private static ModelLog.Batch batch(ByteBuffer records) {
    RecordBatchReader reader = new RecordBatchReader(records);
    reader.next();
    reader.verifyCrc();
    List<String> values = new ArrayList<>();
    try (Decompressor decompressor = new Decompressor()) {
      RecordCursor cursor = reader.records(decompressor, new DecompressedBytes(Integer.MAX_VALUE));
      while (cursor.next()) {
        String padded = new String(cursor.valueBytes(), StandardCharsets.UTF_8);
        values.add(padded.substring(0, padded.indexOf(' ')));
      }
    }
    return new ModelLog.Batch(
        reader.producerId(), reader.producerEpoch(), reader.baseSequence(), values);
  }

  /** The least of its batches'. */
  long producerId() {
    return parts.stream().mapToLong(part -> part.batch.producerId()).min().orElse(-1);
  }

  boolean carries(int partition) {
    return parts.stream().anyMatch(part -> part.partition == partition);
  }

  boolean isProcessed() {
    return answer != null;
  }

  void processed(ProduceResponse response) {
    answer = response;
  }

  /** The parts that its answer calls written. */
  List<Part> acknowledged() {
    List<Part> written = new ArrayList<>();
    for (PartitionProduceResponse partition : answer.responses().get(0).partitionResponses()) {
      for (Part part : parts) {
        if (part.partition == partition.index() && partition.errorCode() == 0) {
          written.add(part);
        }
      }
    }
    return written;
  }

  void answer() {
    requireUnchanged();
    handler.onResponse(answer);
  }

  void fail(ApiException cause, boolean maybeSent) {
    requireUnchanged();
    handler.onFailure(new RequestFailure(cause, maybeSent));
  }

  /** Until its handler is called, the memory of a request is the connection's. */
  private void requireUnchanged() {
    Violation.unless(
        parts.equals(parts()), () -> "memory of a request in flight was used again: " + parts);
  }

  @Override
  public String toString() {
    return "to " + nodeId + " " + parts + (isProcessed() ? " -> " + answer.responses() : "");
  }
}
