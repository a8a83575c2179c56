package io.barnabas.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes of this Java with this class path. Stateless. */
public final class JavaProcess {
  private JavaProcess() {}

  /**
   * A running {@code main} with a small heap; what it says on stderr is this JVM's too, stdin and
   * stdout are pipes. The caller ends it.
   *
   * @param logProperty the system property of this JVM that names the level it logs at; {@code off}
   *     without
   */
  public static Process start(
      Class<?> main, int heapMegabytes, String logProperty, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC"));
    command.add("-XX:TieredStopAtLevel=1");
    command.add(
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=" + System.getProperty(logProperty, "off"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
