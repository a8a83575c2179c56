package io.barnabas.it.group;

import io.barnabas.it.JavaProcess;
import io.barnabas.it.group.GroupEvent.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A member in a JVM of its own, which can be frozen and killed. */
final class ChildMember implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Thread reader;
  private final GroupLog log;

  ChildMember(String name, MemberConfig config, String servers, String topic, GroupLog log)
      throws IOException {
    this.name = name;
    this.log = log;
    this.process =
        JavaProcess.start(
            GroupMember.class,
            64,
            "barnabas.group.log",
            servers,
            topic,
            name,
            config.ours() ? "ours" : "theirs",
            config.protocol());
    this.reader = new Thread(this::read, "reader-of-" + name);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        GroupEvent event = GroupEvent.parse(line);
        if (event != null) {
          log.add(event);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  /** Leaves in an orderly way; its exit value. */
  int leave() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not end");
    }
    reader.join();
    return process.exitValue();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    reader.join();
    log.add(GroupEvent.now(name, Kind.GONE));
  }

  /** SIGSTOP. */
  void pause() throws IOException, InterruptedException {
    log.add(GroupEvent.now(name, Kind.PAUSED));
    signal("STOP");
  }

  /** SIGCONT. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
