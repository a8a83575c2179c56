package io.barnabas.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Random;

/** Values that compress like the JSON people send. */
public final class SampleValues {
  private static final long SEED = 20_01_01;

  /** One value of so many bytes. */
  public static byte[] text(int bytes) {
    return documents(1, bytes)[0];
  }

  /** Values of so many bytes each, no two alike where there is room to differ; always the same. */
  public static byte[][] documents(int count, int bytes) {
    Random random = new Random(SEED);
    byte[][] values = new byte[count][];
    for (int i = 0; i < count; i++) {
      values[i] = document(bytes, random);
    }
    return values;
  }

  private static byte[] document(int bytes, Random random) {
    StringBuilder text = new StringBuilder(bytes + 128);
    while (text.length() < bytes) {
      text.append("{\"date\":\"2001/01/0").append(1 + random.nextInt(9));
      text.append(" 0").append(random.nextInt(10)).append(':').append(10 + random.nextInt(50));
      text.append("\",\"delay\":").append(random.nextInt(200) - 20);
      text.append(",\"distance\":").append(100 + random.nextInt(3000));
      text.append(",\"origin\":\"").append(airport(random));
      text.append("\",\"destination\":\"").append(airport(random)).append("\"}");
    }
    return text.substring(0, bytes).getBytes(US_ASCII);
  }

  private static String airport(Random random) {
    char[] code = {'A', 'A', 'A'};
    for (int i = 0; i < code.length; i++) {
      code[i] += (char) random.nextInt(26);
    }
    return new String(code);
  }

  private SampleValues() {}
}
