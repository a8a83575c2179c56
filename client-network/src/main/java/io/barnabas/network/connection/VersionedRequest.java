package io.barnabas.network.connection;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.io.UnsupportedFieldException;
import java.util.function.IntFunction;

/**
 * A request that is not the same in every version of its API: it may take another shape in older
 * ones, need one that is new enough, or keep away from the newest.
 *
 * @param newest the request in the highest version that it may go out in
 * @param lowest a broker that has no such version cannot do what is asked
 * @param shapes the request for a version
 */
public record VersionedRequest<R extends ApiMessage>(
    ApiRequest<R> newest, int lowest, int highest, IntFunction<ApiRequest<R>> shapes)
    implements ApiRequest<R> {

  /** The same in all versions from {@code lowest} on. */
  public static <R extends ApiMessage> VersionedRequest<R> atLeast(
      int lowest, ApiRequest<R> request) {
    return between(lowest, request.highestVersion(), request);
  }

  /** The same in all versions from {@code lowest} to {@code highest}. */
  public static <R extends ApiMessage> VersionedRequest<R> between(
      int lowest, int highest, ApiRequest<R> request) {
    return new VersionedRequest<>(request, lowest, highest, version -> request);
  }

  /** No version above {@code highest}; in each the shape for it. */
  public static <R extends ApiMessage> VersionedRequest<R> atMost(
      int highest, IntFunction<ApiRequest<R>> shapes) {
    ApiRequest<R> newest = shapes.apply(highest);
    return new VersionedRequest<>(newest, newest.lowestVersion(), highest, shapes);
  }

  @Override
  public ApiKey apiKey() {
    return newest.apiKey();
  }

  @Override
  public R newResponse() {
    return newest.newResponse();
  }

  @Override
  public short lowestVersion() {
    return (short) lowest;
  }

  @Override
  public short highestVersion() {
    return (short) highest;
  }

  @Override
  public void read(ByteReader in, short version) {
    throw new UnsupportedOperationException("A request is written only");
  }

  @Override
  public void write(ByteWriter out, short version) {
    if (version < lowest) {
      throw new UnsupportedFieldException("what " + apiKey() + " is asked for", version);
    }
    shapes.apply(version).write(out, version);
  }
}
