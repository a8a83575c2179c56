package io.barnabas.benchmarks.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process of this Java, with this class path, that is asked and answers by lines. */
final class ChildJvm implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final String name;
  private final Process process;
  private final PrintStream questions;
  private final BufferedReader answers;

  private ChildJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.questions = new PrintStream(process.getOutputStream(), true, UTF_8);
    this.answers = process.inputReader(UTF_8);
  }

  static ChildJvm start(Class<?> main, List<String> jvmOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new ChildJvm(main.getSimpleName() + arguments, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String ask(String question, Predicate<String> isAnswer) {
    questions.println(question);
    return readLine(isAnswer);
  }

  /** The next line of this kind; others are passed over. */
  String readLine(Predicate<String> isWanted) {
    try {
      String line = answers.readLine();
      while (line != null && !isWanted.test(line)) {
        line = answers.readLine();
      }
      if (line == null) {
        throw new IllegalStateException(name + " has ended without an answer");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends its input, and then the process if it does not go by itself. */
  @Override
  public void close() {
    questions.close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(name + " does not end and is killed");
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
