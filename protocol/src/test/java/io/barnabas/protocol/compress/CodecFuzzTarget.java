package io.barnabas.protocol.compress;

import io.barnabas.protocol.fuzz.FuzzTarget;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A codec's reading half, with a limit of 1 MiB. Its contexts and buffers live from decode to
 * decode.
 */
public final class CodecFuzzTarget implements FuzzTarget {
  private static final int LIMIT_BYTES = 1 << 20;

  private final Compression compression;
  private final Decompressor decompressor = new Decompressor();
  private final DecompressedBytes out = new DecompressedBytes(LIMIT_BYTES);

  private CodecFuzzTarget(Compression compression) {
    this.compression = compression;
  }

  /** One target a codec. */
  public static List<FuzzTarget> all() {
    return Stream.of(Compression.values())
        .filter(compression -> compression != Compression.NONE)
        .<FuzzTarget>map(CodecFuzzTarget::new)
        .toList();
  }

  @Override
  public String name() {
    return "codec " + compression.configName();
  }

  @Override
  public byte[] seedInput(Random random) {
    int length = 1 + random.nextInt(random.nextInt(8) == 0 ? 40_000 : 500);
    byte[] content =
        random.nextBoolean() ? CodecBytes.text(random, length) : CodecBytes.noise(random, length);
    return random.nextBoolean()
        ? CodecBytes.compressed(compression, content)
        : CodecBytes.compressedByKafkaClients(
            compression, compression.defaultLevel(), (byte) 2, content);
  }

  @Override
  public void decode(byte[] input) {
    decompressor.decompress(compression, 2, input, 0, input.length, out);
  }

  @Override
  public Class<? extends RuntimeException> typedError() {
    return DecompressionException.class;
  }

  @Override
  public long allocationBound(int inputLength) {
    return FuzzTarget.super.allocationBound(inputLength) + LIMIT_BYTES;
  }
}
