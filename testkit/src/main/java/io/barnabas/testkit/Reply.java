package io.barnabas.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.RequestUtils;

/**
 * What a {@link FakeBroker} sends in answer to a request, and what becomes of the connection.
 * Immutable.
 */
public final class Reply {
  /** What becomes of the connection after the bytes. */
  enum Then {
    STAY,
    CLOSE,
    RESET
  }

  /** Makes the bytes once the request is known; null for none. */
  private interface Encoder {
    ByteBuffer encode(FakeRequest request);
  }

  private final Encoder encoder;
  private final Then then;

  private Reply(Encoder encoder, Then then) {
    this.encoder = encoder;
    this.then = then;
  }

  /** The message, in the version of the request. */
  public static Reply of(ApiMessage response) {
    return new Reply(request -> encode(request, response, request.version()), Then.STAY);
  }

  /** The message in another version than the request's, under the header of that version. */
  public static Reply of(ApiMessage response, short version) {
    return new Reply(request -> encode(request, response, version), Then.STAY);
  }

  /** The response that a broker sends when the whole request fails with this error. */
  public static Reply error(Errors error) {
    return new Reply(
        request -> encode(request, errorResponse(request, error), request.version()), Then.STAY);
  }

  /** Nothing; the connection stays. */
  public static Reply silence() {
    return new Reply(request -> null, Then.STAY);
  }

  /** Nothing, and the connection is closed in order. */
  public static Reply disconnect() {
    return new Reply(request -> null, Then.CLOSE);
  }

  /** Nothing, and the connection is reset (RST). */
  public static Reply reset() {
    return new Reply(request -> null, Then.RESET);
  }

  /** These bytes as they are: no length, no header. */
  public static Reply raw(byte[] bytes) {
    return new Reply(request -> ByteBuffer.wrap(bytes), Then.STAY);
  }

  /** A frame that claims to be this long, and nothing of it. */
  public static Reply frameLength(int length) {
    return raw(ByteBuffer.allocate(4).putInt(length).array());
  }

  /** What a TLS server sends when plain bytes reach it: an alert "unexpected message". */
  public static Reply tlsAlert() {
    return raw(new byte[] {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0a}).thenDisconnect();
  }

  /** What a web server sends to what it does not understand. */
  public static Reply http() {
    String text = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
    return raw(text.getBytes(StandardCharsets.US_ASCII)).thenDisconnect();
  }

  /** This reply with another correlation id. */
  public Reply withCorrelationId(int correlationId) {
    return changed(frame -> frame.putInt(4, correlationId));
  }

  /** This reply with more bytes behind the message, counted in the frame's length. */
  public Reply withTrailing(byte[] bytes) {
    return changed(
        frame -> {
          int length = frame.remaining() - 4 + bytes.length;
          ByteBuffer longer = ByteBuffer.allocate(4 + length);
          return longer.put(frame).put(bytes).putInt(0, length).flip();
        });
  }

  /**
   * Only the first bytes of this reply, the four of its length included; then the connection is
   * closed.
   */
  public Reply truncatedTo(int bytes) {
    return changed(frame -> frame.limit(bytes)).thenDisconnect();
  }

  /** This reply, and then the connection is closed in order. */
  public Reply thenDisconnect() {
    return new Reply(encoder, Then.CLOSE);
  }

  private interface Change {
    ByteBuffer apply(ByteBuffer frame);
  }

  private Reply changed(Change change) {
    return new Reply(request -> change.apply(encoder.encode(request)), then);
  }

  /** The bytes for the socket; null for none. */
  ByteBuffer bytes(FakeRequest request) {
    return encoder.encode(request);
  }

  Then then() {
    return then;
  }

  private static ApiMessage errorResponse(FakeRequest request, Errors error) {
    ByteBufferAccessor body = MessageUtil.toByteBufferAccessor(request.data(), request.version());
    AbstractRequest parsed =
        AbstractRequest.parseRequest(request.api(), request.version(), body).request;
    return parsed.getErrorResponse(error.exception()).data();
  }

  private static ByteBuffer encode(FakeRequest request, ApiMessage response, short version) {
    ResponseHeaderData header = new ResponseHeaderData().setCorrelationId(request.correlationId());
    short headerVersion = request.api().responseHeaderVersion(version);
    ByteBuffer message = RequestUtils.serialize(header, headerVersion, response, version);
    ByteBuffer frame = ByteBuffer.allocate(4 + message.remaining());
    return frame.putInt(message.remaining()).put(message).flip();
  }
}
