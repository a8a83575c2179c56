package io.barnabas.it.group;

import org.apache.kafka.clients.consumer.Consumer;

/** A member on a thread of this JVM. */
final class LocalMember implements AutoCloseable {
  private final String name;
  private final Thread thread;
  private volatile boolean leaves;
  private volatile Throwable failure;

  LocalMember(String name, Consumer<Integer, String> consumer, String topic, GroupLog log) {
    this.name = name;
    this.thread = new Thread(() -> run(consumer, topic, log), "member-" + name);
    thread.start();
  }

  private void run(Consumer<Integer, String> consumer, String topic, GroupLog log) {
    try {
      new MemberLoop(name, consumer, log::add).run(topic, () -> leaves);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  String name() {
    return name;
  }

  /** Leaves in an orderly way; throws what the member failed with. */
  void leave() throws InterruptedException {
    close();
    thread.join();
    if (failure != null) {
      throw new AssertionError(name + " failed", failure);
    }
  }

  @Override
  public void close() {
    leaves = true;
  }
}
