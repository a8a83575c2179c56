package io.barnabas.protocol.compress;

/**
 * Decompresses batches of any codec. The codecs' contexts are made at their first use and live from
 * batch to batch; an instance is owned by one thread at a time and closed by its owner.
 */
public final class Decompressor implements AutoCloseable {
  private final Codec[] codecs = new Codec[Compression.values().length];

  /**
   * A codec's reading half. Throws {@link DecompressionException} for whatever is wrong with the
   * input.
   */
  interface Codec {
    void decompress(byte[] src, int offset, int length, DecompressedBytes out);

    default void close() {}
  }

  /**
   * Decompresses a range of an array into {@code out}, whose former content is lost.
   *
   * @param magic the message format that the bytes come from: in format 0, clients wrote lz4 frames
   *     with a wrong header checksum, which is not looked at then (KAFKA-3160)
   * @throws DecompressionException if the codec cannot read the bytes or {@code out} reaches its
   *     limit
   * @throws IllegalStateException if the codec's native library cannot be loaded on this platform
   */
  public void decompress(
      Compression compression,
      int magic,
      byte[] src,
      int offset,
      int length,
      DecompressedBytes out) {
    out.clear();
    if (compression == Compression.LZ4 && magic == 0) {
      new Lz4Decompressor(false).decompress(src, offset, length, out);
    } else {
      codec(compression).decompress(src, offset, length, out);
    }
  }

  private Codec codec(Compression compression) {
    Codec codec = codecs[compression.id()];
    if (codec == null) {
      codec = newCodec(compression);
      codecs[compression.id()] = codec;
    }
    return codec;
  }

  private static Codec newCodec(Compression compression) {
    try {
      return switch (compression) {
        case NONE -> (src, offset, length, out) -> out.append(src, offset, length);
        case GZIP -> new GzipDecompressor();
        case SNAPPY -> new SnappyDecompressor();
        case LZ4 -> new Lz4Decompressor(true);
        case ZSTD -> new ZstdDecompressor();
      };
    } catch (LinkageError e) {
      throw compression.unavailable(e);
    }
  }

  /** Frees the native contexts. Closing twice does nothing. */
  @Override
  public void close() {
    for (int i = 0; i < codecs.length; i++) {
      if (codecs[i] != null) {
        codecs[i].close();
        codecs[i] = null;
      }
    }
  }
}
