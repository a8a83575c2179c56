package io.barnabas.network.connection;

import io.barnabas.network.settings.SoftwareVersion;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ApiVersionsRequest;
import io.barnabas.protocol.message.ApiVersionsResponse;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The first exchange of a connection: which versions does the broker speak (KIP-35, KIP-511)? Asks
 * in the highest version, and once more in a lower one if the broker does not know that.
 */
final class VersionNegotiation {

  private static final int HEADER_BYTES = 4;
  private static final short OLDEST = 0;

  private short version = ApiKey.API_VERSIONS.highestStableVersion();
  private boolean retried;

  /** The version to ask in now. */
  short version() {
    return version;
  }

  static ApiVersionsRequest request() {
    return new ApiVersionsRequest()
        .clientSoftwareName(SoftwareVersion.NAME)
        .clientSoftwareVersion(SoftwareVersion.VERSION);
  }

  /**
   * The version an answer is in: a broker that does not know the request's version answers in the
   * oldest, with an error that stands at the same place in all versions.
   */
  static short versionOf(ByteBuffer answer, short requested) {
    if (answer.remaining() < HEADER_BYTES + Short.BYTES) {
      return requested;
    }
    short error = answer.getShort(answer.position() + HEADER_BYTES);
    return error == ErrorCode.UNSUPPORTED_VERSION.code() ? OLDEST : requested;
  }

  /**
   * True if the broker wants to be asked anew, in the new {@link #version}.
   *
   * @throws UnsupportedVersionException if that was so before
   */
  boolean mustRetry(ApiVersionsResponse response) {
    if (response.errorCode() != ErrorCode.UNSUPPORTED_VERSION.code()) {
      return false;
    }
    if (retried || version == OLDEST) {
      throw new UnsupportedVersionException(
          "The broker refuses version "
              + version
              + " of ApiVersions, by which versions are agreed");
    }
    retried = true;
    version = offered(response);
    return true;
  }

  private short offered(ApiVersionsResponse response) {
    ApiVersionsResponse.ApiVersion range = response.findApiKeys(ApiKey.API_VERSIONS.id());
    if (range == null || range.maxVersion() < OLDEST || range.maxVersion() >= version) {
      return OLDEST;
    }
    return range.maxVersion();
  }
}
