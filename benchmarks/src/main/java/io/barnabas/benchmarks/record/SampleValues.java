package io.barnabas.benchmarks.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Values that compress like the JSON people send. */
final class SampleValues {

  private static final String DOCUMENT =
      "{\"date\":\"2001/01/01 00:47\",\"delay\":66,\"distance\":1750,\"origin\":\"DTW\",\"destination\":\"LAS\"}";

  static byte[] text(int bytes) {
    return DOCUMENT.repeat(bytes / DOCUMENT.length() + 1).substring(0, bytes).getBytes(US_ASCII);
  }

  private SampleValues() {}
}
