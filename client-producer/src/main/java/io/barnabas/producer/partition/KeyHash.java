package io.barnabas.producer.partition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The partition of a key, bit for bit as kafka-clients computes it: murmur2 with Kafka's seed. */
public final class KeyHash {
  private static final VarHandle INT_LE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int SEED = 0x9747b28c;
  private static final int M = 0x5bd1e995;
  private static final int R = 24;

  /**
   * @param key the serialized key
   * @param partitionCount at least 1
   */
  public static int partitionFor(byte[] key, int partitionCount) {
    return (murmur2(key) & Integer.MAX_VALUE) % partitionCount;
  }

  static int murmur2(byte[] data) {
    int hash = SEED ^ data.length;
    int at = 0;
    for (; at + Integer.BYTES <= data.length; at += Integer.BYTES) {
      int block = (int) INT_LE.get(data, at) * M;
      block = (block ^ (block >>> R)) * M;
      hash = hash * M ^ block;
    }
    return finish(mixTail(hash, data, at));
  }

  private static int mixTail(int hash, byte[] data, int from) {
    if (from == data.length) {
      return hash;
    }
    int tail = 0;
    for (int i = data.length - 1; i >= from; i--) {
      tail = tail << Byte.SIZE | data[i] & 0xff;
    }
    return (hash ^ tail) * M;
  }

  private static int finish(int hash) {
    int mixed = (hash ^ (hash >>> 13)) * M;
    return mixed ^ (mixed >>> 15);
  }

  private KeyHash() {}
}
