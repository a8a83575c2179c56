package io.barnabas.producer.model;

import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.producer.delivery.WiredProduce;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.compress.DecompressedBytes;
import io.barnabas.protocol.compress.Decompressor;
import io.barnabas.protocol.message.ProduceRequest;
import io.barnabas.protocol.message.ProduceResponse;
import io.barnabas.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.barnabas.protocol.message.ProduceResponse.TopicProduceResponse;
import io.barnabas.protocol.record.RecordBatchReader;
import io.barnabas.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A produce request on its way, with what its batches held when it was sent. */
final class ModelProduce extends ModelRequest {

  /** Model brokers know topics by their ids, whichever version they speak otherwise. */
  private static final short VERSION_WITH_IDS = 13;

  /** One batch of it. */
  record Part(UUID topicId, int partition, ModelLog.Batch batch, int sizeInBytes) {}

  final List<Part> parts;
  final short version;

  private final WiredProduce wired;

  ModelProduce(
      int nodeId, long sentMs, ApiRequest<?> request, short version, ResponseHandler<?> handler) {
    this(nodeId, sentMs, new WiredProduce(request, VERSION_WITH_IDS, handler), version);
  }

  private ModelProduce(int nodeId, long sentMs, WiredProduce wired, short version) {
    super(nodeId, sentMs, wired);
    this.wired = wired;
    this.version = version;
    this.parts = parts();
  }

  private List<Part> parts() {
    List<Part> read = new ArrayList<>();
    for (ProduceRequest.TopicProduceData topic : wired.read().topicData()) {
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

  /** The parts that its answer calls written. */
  List<Part> acknowledged() {
    List<Part> written = new ArrayList<>();
    for (PartitionProduceResponse partition : topics().get(0).partitionResponses()) {
      for (Part part : parts) {
        if (part.partition == partition.index() && partition.errorCode() == 0) {
          written.add(part);
        }
      }
    }
    return written;
  }

  private List<TopicProduceResponse> topics() {
    return ((ProduceResponse) answered()).responses();
  }

  /** Until its handler is called, the memory of a request is the connection's. */
  @Override
  void requireUnchanged() {
    Violation.unless(
        parts.equals(parts()), () -> "memory of a request in flight was used again: " + parts);
  }

  @Override
  public String toString() {
    return "to " + nodeId + " " + parts + (isProcessed() ? " -> " + topics() : "");
  }
}
