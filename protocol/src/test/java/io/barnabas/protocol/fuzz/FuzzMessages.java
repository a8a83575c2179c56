package io.barnabas.protocol.fuzz;

/** Fuzzes the messages for as long as one likes: {@code [seed [seconds]]}. */
public final class FuzzMessages {

  private FuzzMessages() {}

  public static void main(String[] args) {
    FuzzCommand.run(args, MessageTarget.all());
  }
}
