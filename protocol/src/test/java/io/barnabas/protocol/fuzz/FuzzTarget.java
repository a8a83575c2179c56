package io.barnabas.protocol.fuzz;

import java.util.Random;

/** A decoder to be fed with hostile bytes. */
public interface FuzzTarget {

  /** What a report calls it, such as {@code MetadataResponse v9}. */
  String name();

  /** A valid encoding, to be mutated. The same random numbers give the same bytes. */
  byte[] seedInput(Random random);

  /** Decodes all of the input. Any throwable but a {@link #typedError()} is a finding. */
  void decode(byte[] input);

  /** The one kind of error that bad input may end in. */
  Class<? extends RuntimeException> typedError();

  /** The most bytes that decoding an input of this length may allocate. */
  default long allocationBound(int inputLength) {
    return 32L * inputLength + 64 * 1024;
  }
}
