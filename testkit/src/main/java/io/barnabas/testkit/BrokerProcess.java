package io.barnabas.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** One JVM that runs one broker, from its start to its end. Used by one thread at a time. */
final class BrokerProcess {
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xmx400m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "-XX:-UsePerfData",
          "-Djava.awt.headless=true",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
          "-Dorg.slf4j.simpleLogger.showDateTime=true",
          "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS");

  private final Process process;

  /** Holds the process stopped and lets it go when its own standard input ends; null if running. */
  private Process pause;

  private BrokerProcess(Process process) {
    this.process = process;
  }

  /**
   * @param folder the broker's own, holding its configuration file and, later, its data
   * @param libs the broker's jars
   * @param log appended to
   */
  static BrokerProcess start(Path folder, Path libs, Path config, String clusterId, Path log) {
    try {
      Path launcher = unpackLauncher(folder);
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(JVM_OPTIONS);
      command.add("-Djava.io.tmpdir=" + temporaryFolder(folder));
      command.add("-cp");
      command.add(launcher + System.getProperty("path.separator") + libs.resolve("*"));
      command.add(BrokerLauncher.class.getName());
      command.addAll(List.of(folder.toString(), config.toString(), clusterId));
      Files.createDirectories(log.getParent());
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      // Agents and options that are meant for the tests' JVM.
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      return new BrokerProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a broker in " + folder, e);
    }
  }

  /**
   * Codecs unpack native libraries, which a killed process leaves behind: they go with its data.
   */
  private static Path temporaryFolder(Path folder) throws IOException {
    return Files.createDirectories(folder.resolve("tmp"));
  }

  /** A class path entry with the launcher alone: nothing else of ours must meet the broker. */
  private static Path unpackLauncher(Path folder) throws IOException {
    String name = BrokerLauncher.class.getName().replace('.', '/') + ".class";
    Path classes = folder.resolve("launcher");
    Path target = classes.resolve(name);
    if (!Files.exists(target)) {
      Files.createDirectories(target.getParent());
      try (InputStream bytes = BrokerLauncher.class.getClassLoader().getResourceAsStream(name)) {
        Files.copy(bytes, target);
      }
    }
    return classes;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    if (pause != null) {
      pause.destroyForcibly();
      pause = null;
    }
    process.toHandle().destroyForcibly();
    waitForEnd(10);
  }

  /** SIGTERM, and SIGKILL if that has not ended it after 30 s. */
  void stop() {
    resume();
    // Process.destroy would also close the standard input, at whose end the broker halts.
    process.toHandle().destroy();
    if (!waitForEnd(30)) {
      kill();
    }
  }

  /**
   * SIGSTOP. The process that sends it stays to send SIGCONT even if this JVM dies: a stopped
   * broker could not see its parent's end.
   */
  void pause() {
    if (pause != null) {
      return;
    }
    String script = "kill -STOP $0 && echo stopped; read line; kill -CONT $0";
    try {
      pause = new ProcessBuilder("sh", "-c", script, Long.toString(pid())).start();
      if (pause.inputReader().readLine() == null) {
        throw new IllegalStateException("process " + pid() + " could not be stopped");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop process " + pid(), e);
    }
  }

  /** SIGCONT; nothing if it is not paused. */
  void resume() {
    if (pause == null) {
      return;
    }
    try {
      pause.getOutputStream().close();
      pause.waitFor();
      pause = null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot resume process " + pid(), e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private boolean waitForEnd(int seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("interrupted while waiting for process " + pid());
  }
}
