package io.barnabas.it.consumer;

import io.barnabas.it.consumer.ConsumerScript.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/** Makes the calls of a script on consumers of one kind, in a group of its own. */
final class ScriptRun {
  private final Function<Map<String, Object>, Consumer<String, String>> kind;
  private final Map<String, Object> config;

  /** What the listener heard and did within the call, each once: rebalances may be repeated. */
  private final Set<String> heard = new TreeSet<>();

  private Consumer<String, String> consumer;
  private Set<String> subscribed;
  private boolean refused;

  ScriptRun(
      Function<Map<String, Object>, Consumer<String, String>> kind, Map<String, Object> config) {
    this.kind = kind;
    this.config = config;
  }

  /** What each call returned or threw. */
  List<String> answers(List<Step> script) {
    List<String> answers = new ArrayList<>();
    open();
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
    heard.clear();
    refused = false;
    String outcome = outcome(step);
    return heard.isEmpty() ? outcome : outcome + ", listener: " + heard;
  }

  private String outcome(Step step) {
    try {
      return String.valueOf(step.call().on(this));
    } catch (CommitFailedException e) {
      return KnownDifferences.isOfTime(e) ? outcome(step) : e.toString();
    } catch (RebalanceInProgressException e) {
      rebalanceOn();
      return outcome(step);
    } catch (RuntimeException e) {
      return describe(e);
    }
  }

  /** A cooperative group rebalances twice: whether the second time is over depends on time. */
  private void rebalanceOn() {
    Set<TopicPartition> running = new HashSet<>(consumer.assignment());
    running.removeAll(consumer.paused());
    consumer.pause(running);
    consumer.poll(Duration.ofMillis(50));
    running.retainAll(consumer.assignment());
    consumer.resume(running);
  }

  static String describe(RuntimeException e) {
    // the JVM words its own exceptions
    String message = e instanceof NullPointerException ? "" : ": " + e.getMessage();
    return e.getClass().getName() + message;
  }

  void hear(String what) {
    heard.add(what);
  }

  Consumer<String, String> consumer() {
    return consumer;
  }

  /** A consumer that was closed is of no more use: the calls that follow are made on another. */
  void open() {
    consumer = kind.apply(config);
    subscribed = null;
  }

  /** The listener throws. */
  void refuse() {
    refused = true;
  }

  /** Whether the listener threw within the call. */
  boolean refused() {
    return refused;
  }

  /** The topics of the subscription that was made last; null if there is none. */
  Set<String> subscribed() {
    return subscribed;
  }

  void subscribed(Set<String> topics) {
    subscribed = topics;
  }
}
