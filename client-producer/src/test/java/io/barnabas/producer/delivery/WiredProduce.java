package io.barnabas.producer.delivery;

import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.message.ProduceRequest;
import io.barnabas.protocol.message.ProduceResponse;
import java.nio.ByteBuffer;

/**
 * A produce request as bytes, and its answer as bytes: tests see and say what a broker does.
 * Whoever answers it calls it as a handler.
 */
public final class WiredProduce implements ResponseHandler<ProduceResponse> {
  private final ApiRequest<?> request;
  private final short version;
  private final ResponseHandler<ApiMessage> handler;
  private final ByteWriter written = new ByteWriter();

  @SuppressWarnings("unchecked")
  public WiredProduce(ApiRequest<?> request, short version, ResponseHandler<?> handler) {
    this.request = request;
    this.version = version;
    this.handler = (ResponseHandler<ApiMessage>) handler;
    request.write(written, version);
  }

  /** The body of the request in another version. */
  byte[] bytes(short otherVersion) {
    ByteWriter out = new ByteWriter();
    request.write(out, otherVersion);
    return out.toByteArray();
  }

  /** What stands in the memory of the request at present. */
  public ProduceRequest read() {
    ByteReader in = new ByteReader(ByteBuffer.wrap(written.toByteArray()));
    ProduceRequest read = new ProduceRequest(in, version);
    in.requireFullyRead("ProduceRequest");
    return read;
  }

  @Override
  public void onResponse(ProduceResponse answer) {
    ByteWriter out = new ByteWriter();
    answer.write(out, version);
    ApiMessage response = request.newResponse();
    ByteReader in = new ByteReader(ByteBuffer.wrap(out.toByteArray()));
    response.read(in, version);
    in.requireFullyRead("ProduceResponse");
    handler.onResponse(response);
  }

  @Override
  public void onFailure(RequestFailure failure) {
    handler.onFailure(failure);
  }
}
