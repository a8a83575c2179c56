package io.barnabas.it.group;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/**
 * A member in a JVM of its own: tells of itself on standard output, line by line, and leaves when
 * its standard input ends.
 */
public final class GroupMember {
  private GroupMember() {}

  /** Arguments: servers, topic (which names the group, too), name, "ours" or "theirs", protocol. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, false);
    CountDownLatch left = new CountDownLatch(1);
    Thread input = new Thread(() -> awaitEnd(left), "input");
    input.setDaemon(true);
    input.start();
    MemberConfig config = new MemberConfig(args[3].equals("ours"), args[4]);
    new MemberLoop(
            args[2],
            config.consumer(args[0], args[1]),
            event -> {
              out.println(event.toLine());
              out.flush();
            })
        .run(args[1], () -> left.getCount() == 0);
  }

  private static void awaitEnd(CountDownLatch left) {
    try {
      System.in.transferTo(PrintStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println("Standard input broke: " + e);
    }
    left.countDown();
  }
}
