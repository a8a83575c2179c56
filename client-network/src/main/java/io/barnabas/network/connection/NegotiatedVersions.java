package io.barnabas.network.connection;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.message.ApiVersionsResponse;
import io.barnabas.protocol.message.ApiVersionsResponse.ApiVersion;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What one broker said it speaks, beside what this client speaks. Immutable. */
final class NegotiatedVersions {

  private static final short NONE = -1;

  /** By the API's ordinal; -1 for what the broker does not know. */
  private final short[] lowest = new short[ApiKey.values().length];

  private final short[] highest = new short[ApiKey.values().length];

  private NegotiatedVersions() {
    Arrays.fill(lowest, NONE);
    Arrays.fill(highest, NONE);
  }

  /**
   * @throws UnsupportedVersionException for a table that no broker can mean: empty, a range upside
   *     down or below 0, an API twice
   */
  static NegotiatedVersions of(ApiVersionsResponse response) {
    List<ApiVersion> table = response.apiKeys();
    if (table.isEmpty()) {
      throw new UnsupportedVersionException("The broker says that it speaks no version of any API");
    }
    NegotiatedVersions versions = new NegotiatedVersions();
    for (ApiVersion range : table) {
      versions.add(range);
    }
    return versions;
  }

  private void add(ApiVersion range) {
    ApiKey key = ApiKey.forId(range.apiKey());
    if (range.minVersion() < 0 || range.minVersion() > range.maxVersion()) {
      throw new UnsupportedVersionException(
          "The broker offers versions "
              + rangeText(range.minVersion(), range.maxVersion())
              + " of API "
              + (key == null ? String.valueOf(range.apiKey()) : key.toString()));
    }
    if (key == null) {
      return;
    }
    if (lowest[key.ordinal()] != NONE) {
      throw new UnsupportedVersionException("The broker lists the API " + key + " twice");
    }
    lowest[key.ordinal()] = range.minVersion();
    highest[key.ordinal()] = range.maxVersion();
  }

  /** The highest stable version that both sides speak, or -1. */
  short highestCommon(ApiKey key) {
    return highestCommon(key, key.highestStableVersion());
  }

  /** The same, and no higher than {@code bound}. */
  short highestCommon(ApiKey key, short bound) {
    int both = Math.min(highest[key.ordinal()], Math.min(bound, key.highestStableVersion()));
    return both >= lowest[key.ordinal()] && both >= key.lowestVersion() ? (short) both : NONE;
  }

  /** Why there is no common version. */
  UnsupportedVersionException unsupported(ApiKey key, short bound, String broker) {
    int mine = Math.min(bound, key.highestStableVersion());
    String theirs =
        lowest[key.ordinal()] == NONE
            ? "does not know the API"
            : "offers versions " + rangeText(lowest[key.ordinal()], highest[key.ordinal()]);
    return new UnsupportedVersionException(
        String.format(
            "No version of %s suits both sides: %s %s, this request needs %s",
            key, broker, theirs, rangeText(key.lowestVersion(), mine)));
  }

  private static String rangeText(int from, int to) {
    return from + " to " + to;
  }
}
