package io.barnabas.producer.model;

import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.message.AddOffsetsToTxnRequest;
import io.barnabas.protocol.message.AddPartitionsToTxnRequest;
import io.barnabas.protocol.message.EndTxnRequest;
import io.barnabas.protocol.message.EndTxnResponse;
import io.barnabas.protocol.message.FindCoordinatorRequest;
import io.barnabas.protocol.message.InitProducerIdRequest;
import io.barnabas.protocol.message.TxnOffsetCommitRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A request to a coordinator on its way, as its bytes say. */
final class CoordinatorCall extends ModelRequest {
  final ApiKey key;
  final short version;

  /** What {@link ModelCoordinator#turns} said when it was sent. */
  final int turn;

  private final byte[] bytes;

  CoordinatorCall(
      int nodeId,
      long sentMs,
      ApiRequest<?> request,
      short version,
      int turn,
      ResponseHandler<?> handler) {
    super(nodeId, sentMs, handler);
    this.key = request.apiKey();
    this.version = version;
    this.turn = turn;
    ByteWriter out = new ByteWriter();
    request.write(out, version);
    this.bytes = out.toByteArray();
  }

  /** What the broker reads. */
  ApiMessage request() {
    ByteReader in = new ByteReader(ByteBuffer.wrap(bytes));
    return switch (key) {
      case FIND_COORDINATOR -> new FindCoordinatorRequest(in, version);
      case INIT_PRODUCER_ID -> new InitProducerIdRequest(in, version);
      case ADD_PARTITIONS_TO_TXN -> new AddPartitionsToTxnRequest(in, version);
      case ADD_OFFSETS_TO_TXN -> new AddOffsetsToTxnRequest(in, version);
      case TXN_OFFSET_COMMIT -> new TxnOffsetCommitRequest(in, version);
      case END_TXN -> new EndTxnRequest(in, version);
      default -> throw new Violation("sent " + key);
    };
  }

  boolean isLookup() {
    return key == ApiKey.FIND_COORDINATOR;
  }

  /** Whether it asks for an id, whatever went before. */
  boolean isInitial() {
    return request() instanceof InitProducerIdRequest init && init.producerId() < 0;
  }

  boolean isEnd() {
    return key == ApiKey.END_TXN;
  }

  /** Whether a broker that hears of it late cannot tell which transaction it is of (KIP-890). */
  boolean isOfAnyTransaction() {
    return switch (key) {
      case ADD_PARTITIONS_TO_TXN, ADD_OFFSETS_TO_TXN -> true;
      case TXN_OFFSET_COMMIT, END_TXN -> version < ModelCoordinator.FIRST_OF_TV2;
      default -> false;
    };
  }

  boolean repeats(CoordinatorCall earlier) {
    return key == earlier.key && Arrays.equals(bytes, earlier.bytes);
  }

  /** Whether its answer leaves open what has become of the transaction. */
  boolean isEndUnresolved() {
    return ErrorCode.forCode(((EndTxnResponse) answered()).errorCode()).retriable();
  }

  @Override
  void requireUnchanged() {
    // Its bytes are its own.
  }

  @Override
  public String toString() {
    return "to " + nodeId + " " + request() + (isProcessed() ? " -> " + answered() : "");
  }
}
