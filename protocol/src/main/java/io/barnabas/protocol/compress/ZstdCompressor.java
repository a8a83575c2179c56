package io.barnabas.protocol.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;

/**
 * One zstd frame a batch, content size included, with one native context for all batches. It works
 * between direct buffers: on heap arrays the library would hold off garbage collection while it
 * compresses.
 */
final class ZstdCompressor extends Compressor {
  private final ZstdCompressCtx context;
  private final DirectScratch input = new DirectScratch();
  private final DirectScratch output = new DirectScratch();

  ZstdCompressor(int level) {
    super(Compression.ZSTD);
    context = new ZstdCompressCtx();
    context.setLevel(level);
  }

  @Override
  public ByteBuffer compress(byte[] src, int offset, int length) {
    ByteBuffer in = input.copyOf(src, offset, length);
    int bound = Math.toIntExact(Zstd.compressBound(length));
    ByteBuffer out = output.ofCapacity(bound);
    int size = context.compressDirectByteBuffer(out, 0, bound, in, 0, length);
    return out.limit(size);
  }

  @Override
  public void close() {
    context.close();
  }
}
