package io.barnabas.it.consumer;

import io.barnabas.it.consumer.ConsumerScript.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;

/** Makes the calls of a script on consumers of one kind, in a group of its own. */
final class ScriptRun {
  private final Function<Map<String, Object>, Consumer<String, String>> kind;
  private final Map<String, Object> config;
  private Consumer<String, String> consumer;

  ScriptRun(
      Function<Map<String, Object>, Consumer<String, String>> kind, Map<String, Object> config) {
    this.kind = kind;
    this.config = config;
  }

  /** What each call returned or threw. */
  List<String> answers(List<Step> script) {
    List<String> answers = new ArrayList<>();
    consumer = kind.apply(config);
    try {
      for (Step step : script) {
        answers.add(step.name() + " -> " + KnownDifferences.leaveOut(answer(step)));
      }
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(10)));
    }
    return answers;
  }

  private String answer(Step step) {
    try {
      return String.valueOf(step.action().apply(this));
    } catch (CommitFailedException e) {
      return KnownDifferences.isOfTime(e) ? answer(step) : e.toString();
    } catch (RuntimeException e) {
      return e.getClass().getName() + ": " + e.getMessage();
    }
  }

  Consumer<String, String> consumer() {
    return consumer;
  }

  /** A consumer that was closed is of no more use: the calls that follow are made on another. */
  void open() {
    consumer = kind.apply(config);
  }
}
