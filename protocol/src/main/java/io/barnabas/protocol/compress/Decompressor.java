package io.barnabas.protocol.compress;

/**
 * Decompresses batches of any codec. The codecs' contexts are made at their first use and live from
 * batch to batch; an instance is owned by one thread at a time and closed by its owner.
 */
public final class Decompressor implements AutoCloseable {
  /** The slot of the lz4 codec for format 0, behind those that are numbered as the codecs are. */
  private static final int LZ4_OF_FORMAT_0 = Compression.values().length;

  private final Codec[] codecs = new Codec[LZ4_OF_FORMAT_0 + 1];

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
    codec(compression, magic).decompress(src, offset, length, out);
  }

  private Codec codec(Compression compression, int magic) {
    int slot = compression == Compression.LZ4 && magic == 0 ? LZ4_OF_FORMAT_0 : compression.id();
    if (codecs[slot] == null) {
      codecs[slot] = newCodec(compression, magic);
    }
    return codecs[slot];
  }

  private static Codec newCodec(Compression compression, int magic) {
    try {
      return switch (compression) {
        case NONE -> (src, offset, length, out) -> out.append(src, offset, length);
        case GZIP -> new GzipDecompressor();
        case SNAPPY -> new SnappyDecompressor();
        case LZ4 -> new Lz4Decompressor(magic > 0);
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
