package io.barnabas.it.program;

/** A topic that takes batches of 1,000 bytes at most. */
final class SmallTopic {
  static final String NAME = "program-small";
  static final String MAX_MESSAGE_BYTES = "1000";

  private SmallTopic() {}
}
