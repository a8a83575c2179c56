package io.barnabas.producer.result;

/**
 * Whether a record whose {@code send} failed stands in the log of its partition all the same. The
 * exceptions are those of kafka-clients; what is known beyond them is asked here.
 */
public enum Written {
  /**
   * No broker has taken the record and none will: it was never sent, or each time refused before
   * the append. To send it again makes no double.
   */
  SURELY_NOT,

  /** A broker may have taken it. Also the answer for exceptions that no send has failed with. */
  PERHAPS,

  /** A broker has taken it: the answer came after the producer had given up. */
  SURELY;

  /** Chains of causes may be circular. */
  private static final int MAX_DEPTH = 50;

  /**
   * What is known by now: {@link #PERHAPS} becomes one of the others where an answer still comes.
   * An exception that several records share tells what holds for all of them. Any thread.
   *
   * @param error what a callback, {@code Future.get} or {@code send} gave, wrapped or not
   */
  public static Written of(Throwable error) {
    Throwable at = error;
    for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
      Written told = WrittenNote.read(at);
      if (told != null) {
        return told;
      }
      at = at.getCause();
    }
    return PERHAPS;
  }
}
