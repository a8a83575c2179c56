package io.barnabas.protocol.compress;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;

/**
 * Zstd frames, one after another, with one native context for all batches. Other clients' frames do
 * not tell their size, so the output is taken in steps; it works between direct buffers, since on
 * heap arrays the library would hold off garbage collection.
 */
final class ZstdDecompressor implements Decompressor.Codec {
  /** A step holds at least one zstd block. */
  private static final int STEP_BYTES = 128 * 1024;

  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final DirectScratch input = new DirectScratch();
  private final DirectScratch output = new DirectScratch();

  @Override
  public void decompress(byte[] src, int offset, int length, DecompressedBytes out) {
    ByteBuffer in = input.copyOf(src, offset, length);
    try {
      context.reset();
      boolean frameEnded = false;
      while (in.hasRemaining()) {
        frameEnded = step(in, out);
      }
      while (!frameEnded) {
        int before = out.size();
        frameEnded = step(in, out);
        if (!frameEnded && out.size() == before) {
          throw new DecompressionException("The zstd frame ends early");
        }
      }
    } catch (ZstdException e) {
      throw new DecompressionException("Malformed zstd data: " + e.getMessage(), e);
    }
  }

  private boolean step(ByteBuffer in, DecompressedBytes out) {
    ByteBuffer chunk = output.ofCapacity(STEP_BYTES);
    boolean frameEnded = context.decompressDirectByteBufferStream(chunk, in);
    out.append(chunk.flip());
    return frameEnded;
  }

  @Override
  public void close() {
    context.close();
  }
}
