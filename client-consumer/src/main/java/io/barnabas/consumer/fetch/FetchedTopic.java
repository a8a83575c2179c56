package io.barnabas.consumer.fetch;

/**
 * What one fetch answer brought of one topic, and how much of it the application got. Filled by the
 * loop until it is handed over, then the polling thread's.
 */
final class FetchedTopic {
  private final FetchedAnswer answer;
  private final String name;
  private int bytes;
  private int records;

  FetchedTopic(FetchedAnswer answer, String name) {
    this.answer = answer;
    this.name = name;
  }

  FetchedAnswer answer() {
    return answer;
  }

  String name() {
    return name;
  }

  /** Loop thread only. */
  void add(FetchedPartition partition) {
    answer.add(partition);
  }

  /** The application got this much more of it. Polling thread only. */
  void consumed(int moreBytes, int moreRecords) {
    bytes += moreBytes;
    records += moreRecords;
  }

  int bytes() {
    return bytes;
  }

  int records() {
    return records;
  }
}
