package io.barnabas.protocol.compress;

/**
 * A codec of Kafka's record batches, by the id that the batch attributes carry. Levels, their
 * ranges and defaults are those of the producer settings {@code compression.gzip.level}, {@code
 * compression.lz4.level} and {@code compression.zstd.level} (KIP-390, KIP-780).
 */
public enum Compression {
  NONE(0, "none", 0, 0, 0),
  GZIP(1, "gzip", -1, 1, 9),
  SNAPPY(2, "snappy", 0, 0, 0),
  LZ4(3, "lz4", 9, 1, 17),
  ZSTD(4, "zstd", 3, -131072, 22);

  private static final Compression[] BY_ID = values();

  private final byte id;
  private final String configName;
  private final int defaultLevel;
  private final int minLevel;
  private final int maxLevel;

  Compression(int id, String configName, int defaultLevel, int minLevel, int maxLevel) {
    this.id = (byte) id;
    this.configName = configName;
    this.defaultLevel = defaultLevel;
    this.minLevel = minLevel;
    this.maxLevel = maxLevel;
  }

  /** The id in the lowest three bits of the batch attributes. */
  public byte id() {
    return id;
  }

  /** The name that {@code compression.type} takes. */
  public String configName() {
    return configName;
  }

  /** The level when none is set; 0 for codecs without levels. */
  public int defaultLevel() {
    return defaultLevel;
  }

  public int minLevel() {
    return minLevel;
  }

  public int maxLevel() {
    return maxLevel;
  }

  /**
   * Whether {@link #newCompressor(int)} takes the level. gzip's default, -1, lies outside its range
   * of 1 to 9.
   */
  public boolean supportsLevel(int level) {
    return level == defaultLevel || (level >= minLevel && level <= maxLevel);
  }

  /** The codec of an id, or null if there is none with it. */
  public static Compression forId(int id) {
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
  }

  /**
   * The codec of a {@code compression.type}.
   *
   * @throws IllegalArgumentException if no codec has the name
   */
  public static Compression forName(String configName) {
    for (Compression compression : BY_ID) {
      if (compression.configName.equals(configName)) {
        return compression;
      }
    }
    throw new IllegalArgumentException("Unknown compression name: " + configName);
  }

  /** A compressor of the default level. */
  public Compressor newCompressor() {
    return newCompressor(defaultLevel);
  }

  /**
   * A compressor of its own context and buffers, to be closed by its owner.
   *
   * @throws IllegalArgumentException if the level is out of range, or this is {@link #NONE}
   * @throws IllegalStateException if the codec's native library cannot be loaded on this platform
   */
  public Compressor newCompressor(int level) {
    if (!supportsLevel(level)) {
      throw new IllegalArgumentException(
          configName + " has no level " + level + ", only " + minLevel + " to " + maxLevel);
    }
    try {
      return switch (this) {
        case NONE ->
            throw new IllegalArgumentException("Nothing to compress with: the codec is none");
        case GZIP -> new GzipCompressor(level);
        case SNAPPY -> new SnappyCompressor();
        case LZ4 -> new Lz4Compressor(level);
        case ZSTD -> new ZstdCompressor(level);
      };
    } catch (LinkageError e) {
      throw unavailable(e);
    }
  }

  IllegalStateException unavailable(LinkageError cause) {
    return new IllegalStateException("The " + configName + " library cannot be loaded", cause);
  }
}
