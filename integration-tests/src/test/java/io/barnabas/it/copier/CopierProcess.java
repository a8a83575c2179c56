package io.barnabas.it.copier;

import io.barnabas.it.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A {@link Copier} in a JVM of its own, and one after it each time it is killed. */
final class CopierProcess implements AutoCloseable {
  private final String servers;

  /** Records of all copiers so far, as they told; one that was killed may not have told of all. */
  private final AtomicLong copied = new AtomicLong();

  private Process process;
  private int failures;

  CopierProcess(String servers) throws IOException {
    this.servers = servers;
    start();
  }

  private void start() throws IOException {
    process = JavaProcess.start(Copier.class, 128, "barnabas.copier.log", servers);
    BufferedReader lines = process.inputReader();
    new Thread(() -> read(lines), "reader-of-copier").start();
  }

  private void read(BufferedReader lines) {
    try (lines) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        copied.addAndGet(Long.parseLong(line));
      }
    } catch (IOException closed) {
      return; // a kill closes the stream under its reader
    }
  }

  long copied() {
    return copied.get();
  }

  /** How often a copier has ended by itself. */
  int failures() {
    return failures;
  }

  /** SIGKILL; the next one starts at once. */
  void killAndReplace() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    start();
  }

  /** Replaces a copier that has ended by itself; true. */
  boolean keepAlive() throws IOException {
    if (!process.isAlive()) {
      failures++;
      start();
    }
    return true;
  }

  /** Lets it end in an orderly way; its exit value. */
  int end() throws IOException, InterruptedException {
    process.getOutputStream().write('\n');
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("The copier does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
