package io.barnabas.consumer.group;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A request whose form depends on the version that the broker turns out to speak. Any thread that
 * owns it.
 *
 * @param highest the highest version to use, lower than the spec's where a later one asks for what
 *     is not at hand (topic ids)
 */
public record VersionedRequest<R extends ApiMessage>(
    ApiKey apiKey, short highest, Supplier<R> response, IntFunction<ApiRequest<R>> byVersion)
    implements ApiRequest<R> {

  @Override
  public R newResponse() {
    return response.get();
  }

  @Override
  public short lowestVersion() {
    return apiKey.lowestVersion();
  }

  @Override
  public short highestVersion() {
    return highest;
  }

  @Override
  public void read(ByteReader in, short version) {
    throw new UnsupportedOperationException("A request to be sent is not read");
  }

  @Override
  public void write(ByteWriter out, short version) {
    byVersion.apply(version).write(out, version);
  }
}
