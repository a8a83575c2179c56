package io.barnabas.protocol.fuzz;

import java.util.Arrays;
import java.util.Random;

/** Turns valid input into something that may be anything. Depends on its random numbers alone. */
final class Mutator {

  private static final int LONGEST = 1 << 16;

  /** Lengths and counts that decoders trip over. */
  private static final int[] AWKWARD = {
    0,
    1,
    -1,
    -2,
    2,
    127,
    128,
    255,
    256,
    32767,
    32768,
    65535,
    1 << 20,
    1 << 30,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE
  };

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  /** The input changed in one to four ways; the input itself stays as it is. */
  byte[] mutate(byte[] input) {
    if (random.nextInt(32) == 0) {
      return noise(random.nextInt(256));
    }
    byte[] mutated = input.clone();
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      mutated = mutateOnce(mutated);
    }
    return mutated.length > LONGEST ? Arrays.copyOf(mutated, LONGEST) : mutated;
  }

  private byte[] mutateOnce(byte[] input) {
    if (input.length == 0) {
      return noise(1 + random.nextInt(16));
    }
    int at = random.nextInt(input.length);
    return switch (random.nextInt(9)) {
      case 0 -> flipBit(input, at);
      case 1 -> setByte(input, at, (byte) random.nextInt());
      case 2 -> setByte(input, at, (byte) AWKWARD[random.nextInt(AWKWARD.length)]);
      case 3 -> setInt(input, at, AWKWARD[random.nextInt(AWKWARD.length)]);
      case 4 -> setVarint(input, at, AWKWARD[random.nextInt(AWKWARD.length)]);
      case 5 -> Arrays.copyOf(input, at);
      case 6 -> replace(input, at, random.nextInt(input.length - at) + 1, 0);
      case 7 -> replace(input, at, 0, 1 + random.nextInt(16));
      default -> repeat(input, at, random.nextInt(input.length - at) + 1);
    };
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] flipBit(byte[] input, int at) {
    input[at] ^= (byte) (1 << random.nextInt(8));
    return input;
  }

  private static byte[] setByte(byte[] input, int at, byte value) {
    input[at] = value;
    return input;
  }

  private static byte[] setInt(byte[] input, int at, int value) {
    for (int i = 0; i < Integer.BYTES && at + i < input.length; i++) {
      input[at + i] = (byte) (value >> (24 - 8 * i));
    }
    return input;
  }

  private static byte[] setVarint(byte[] input, int at, int value) {
    int left = value;
    int to = at;
    while (to < input.length - 1 && (left & ~0x7F) != 0) {
      input[to++] = (byte) (left & 0x7F | 0x80);
      left >>>= 7;
    }
    input[to] = (byte) (left & 0x7F);
    return input;
  }

  private byte[] replace(byte[] input, int at, int removed, int inserted) {
    byte[] result = new byte[input.length - removed + inserted];
    random.nextBytes(result);
    System.arraycopy(input, 0, result, 0, at);
    System.arraycopy(input, at + removed, result, at + inserted, input.length - at - removed);
    return result;
  }

  private byte[] repeat(byte[] input, int at, int length) {
    int times = 1 + random.nextInt(8);
    byte[] result = Arrays.copyOf(input, input.length + times * length);
    for (int i = 0; i < times; i++) {
      System.arraycopy(input, at, result, at + length * (i + 1), length);
    }
    int tail = at + length;
    System.arraycopy(input, tail, result, tail + times * length, input.length - tail);
    return result;
  }
}
