package io.barnabas.network.connection;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.io.MalformedMessageException;
import io.barnabas.protocol.message.RequestHeader;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.ApiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from the call to its outcome: waiting, encoded, partly written, written. Its memory
 * is the connection's until the handler is called, and the handler is called once. Loop thread
 * only.
 */
final class PendingRequest<R extends ApiMessage> {

  private static final Logger LOG = LoggerFactory.getLogger(PendingRequest.class);

  private final ApiRequest<R> request;
  private final short maxVersion;
  private final boolean answered;
  private final long timeoutMs;
  private final long deadlineMs;
  private final ResponseHandler<? super R> handler;

  private short version;
  private int correlationId;

  /** Null until encoded. */
  private ByteBuffer[] frame;

  private int frameBytes;
  private long writtenBytes;
  private long encodedNanos;

  /**
   * @param maxVersion no higher version is used, whatever both sides speak
   * @param answered false if the broker sends no answer: then it is over when it is written
   */
  PendingRequest(
      ApiRequest<R> request,
      short maxVersion,
      boolean answered,
      long timeoutMs,
      long nowMs,
      ResponseHandler<? super R> handler) {
    this.request = request;
    this.maxVersion = maxVersion;
    this.answered = answered;
    this.timeoutMs = timeoutMs;
    this.deadlineMs = saturatedSum(nowMs, timeoutMs);
    this.handler = handler;
  }

  private static long saturatedSum(long nowMs, long timeoutMs) {
    return timeoutMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + timeoutMs;
  }

  /**
   * Makes the frame.
   *
   * @throws io.barnabas.protocol.io.UnsupportedFieldException if the version cannot carry it
   */
  void encode(short version, int correlationId, String clientId, long nowNanos) {
    ApiKey key = request.apiKey();
    ByteWriter out = new ByteWriter();
    out.writeInt32(0);
    new RequestHeader()
        .requestApiKey(key.id())
        .requestApiVersion(version)
        .correlationId(correlationId)
        .clientId(clientId)
        .write(out, key.requestHeaderVersion(version));
    request.write(out, version);
    out.setInt32(0, out.size() - Integer.BYTES);
    this.version = version;
    this.correlationId = correlationId;
    this.frame = out.buffers();
    this.frameBytes = out.size();
    this.encodedNanos = nowNanos;
  }

  /** Reads the answer's header, and its body in {@code version}, and refuses what follows. */
  R decode(ByteBuffer answer, short version) throws InvalidFrameException {
    try {
      ByteReader in = new ByteReader(answer);
      in.readInt32("ResponseHeader.correlationId");
      if (key().responseHeaderVersion(version) > 0) {
        in.skipTags("ResponseHeader");
      }
      R response = request.newResponse();
      response.read(in, version);
      in.requireFullyRead(key().name());
      return response;
    } catch (MalformedMessageException e) {
      throw new InvalidFrameException(
          "the answer to " + key() + " version " + version + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  void complete(R response) {
    try {
      handler.onResponse(response);
    } catch (RuntimeException e) {
      LOG.error("Uncaught error while handling the answer to {}", key(), e);
    }
  }

  void fail(ApiException cause) {
    try {
      handler.onFailure(new RequestFailure(cause, maybeSent()));
    } catch (RuntimeException e) {
      LOG.error("Uncaught error while handling the failure of {}", key(), e);
    }
  }

  void wrote(long bytes) {
    writtenBytes += bytes;
  }

  long unwrittenBytes() {
    return frameBytes - writtenBytes;
  }

  boolean isWritten() {
    return writtenBytes == frameBytes;
  }

  /** True once a single byte may have left. */
  boolean maybeSent() {
    return writtenBytes > 0;
  }

  boolean isAnswered() {
    return answered;
  }

  boolean isOverdue(long nowMs) {
    return deadlineMs <= nowMs;
  }

  ApiKey key() {
    return request.apiKey();
  }

  short version() {
    return version;
  }

  short maxVersion() {
    return maxVersion;
  }

  int correlationId() {
    return correlationId;
  }

  ByteBuffer[] frame() {
    return frame;
  }

  int frameBytes() {
    return frameBytes;
  }

  long encodedNanos() {
    return encodedNanos;
  }

  long timeoutMs() {
    return timeoutMs;
  }

  long deadlineMs() {
    return deadlineMs;
  }
}
