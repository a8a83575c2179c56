package io.barnabas.producer.batch;

import io.barnabas.protocol.compress.Compression;
import io.barnabas.protocol.compress.Compressor;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Compressors, with their contexts and buffers, for whoever seals a batch. What goes idle is kept
 * for the next, but not as many as ever worked at the same time: each may hold hundreds of KiB.
 * Thread-safe.
 */
final class CompressorPool implements AutoCloseable {
  private static final int MAX_IDLE = 16;

  private final Compression compression;
  private final int level;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}. */
  private final ArrayDeque<Compressor> idle = new ArrayDeque<>();

  /** Guarded by {@link #lock}. */
  private boolean closed;

  CompressorPool(Compression compression, int level) {
    this.compression = compression;
    this.level = level;
  }

  boolean compresses() {
    return compression != Compression.NONE;
  }

  /** Compresses the sealed batch; it is ready afterwards, whatever happened. */
  void makeReady(ProducerBatch batch) {
    if (!compresses()) {
      batch.makeReady((Compressor) null);
      return;
    }
    Compressor compressor;
    try {
      compressor = take();
    } catch (RuntimeException e) {
      batch.makeReady(e);
      return;
    }
    try {
      batch.makeReady(compressor);
    } finally {
      putBack(compressor);
    }
  }

  private Compressor take() {
    lock.lock();
    try {
      Compressor compressor = idle.pollFirst();
      if (compressor != null) {
        return compressor;
      }
    } finally {
      lock.unlock();
    }
    return compression.newCompressor(level);
  }

  private void putBack(Compressor compressor) {
    lock.lock();
    try {
      if (!closed && idle.size() < MAX_IDLE) {
        idle.addFirst(compressor);
        return;
      }
    } finally {
      lock.unlock();
    }
    compressor.close();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      idle.forEach(Compressor::close);
      idle.clear();
    } finally {
      lock.unlock();
    }
  }
}
