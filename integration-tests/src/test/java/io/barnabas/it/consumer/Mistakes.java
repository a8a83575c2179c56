package io.barnabas.it.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.TopicPartition;

/** Calls that cannot mean anything. */
final class Mistakes {
  private static final Duration PATIENCE = ConsumerScript.PATIENCE;

  private interface Mistake {
    void on(Consumer<String, String> consumer);
  }

  private record Named(String name, Mistake mistake) {}

  private final ConsumerScript script;
  private final List<Named> all = new ArrayList<>();

  Mistakes(ConsumerScript script, ScriptTopics topics) {
    this.script = script;
    TopicPartition tp = new TopicPartition(topics.prefix() + "-a", 0);
    subscriptions();
    positions(tp);
    offsets(tp);
  }

  private void add(String name, Mistake mistake) {
    all.add(new Named(name, mistake));
  }

  private void subscriptions() {
    add("subscribe null", c -> c.subscribe((Collection<String>) null));
    add("subscribe blank", c -> c.subscribe(List.of(" ")));
    add("subscribe no pattern", c -> c.subscribe((Pattern) null));
    add("subscribe an empty pattern", c -> c.subscribe(Pattern.compile("")));
    add("subscribe no coordinator's pattern", c -> c.subscribe((SubscriptionPattern) null));
    add("subscribe an empty one", c -> c.subscribe(new SubscriptionPattern("")));
    add("subscribe without listener", c -> c.subscribe(List.of("x"), null));
    add("a pattern without listener", c -> c.subscribe(Pattern.compile("x"), null));
    add("assign null", c -> c.assign(null));
    add("assign blank", c -> c.assign(List.of(new TopicPartition("", 0))));
    add("close before now", c -> c.close(CloseOptions.timeout(Duration.ofMillis(-1))));
  }

  private void positions(TopicPartition tp) {
    add("seek before the beginning", c -> c.seek(tp, -1));
    add("seek to nothing", c -> c.seek(tp, null));
    add("seekToEnd null", c -> c.seekToEnd(null));
    add("seekToBeginning null", c -> c.seekToBeginning(null));
    add("pause null", c -> c.pause(null));
    add("resume null", c -> c.resume(null));
    add("seek of null", c -> c.seek(null, 1));
    add("position of null", c -> c.position(null));
  }

  private void offsets(TopicPartition tp) {
    add("commitSync null", c -> c.commitSync((Map<TopicPartition, OffsetAndMetadata>) null));
    add("commitAsync null", c -> c.commitAsync(null, null));
    add("committed of null", c -> c.committed(null, PATIENCE));
    add("committed of nothing", c -> c.committed(Set.of(), PATIENCE));
    add("endOffsets of null", c -> c.endOffsets(null, PATIENCE));
    add("endOffsets of nothing", c -> c.endOffsets(Set.of(), PATIENCE));
    add("beginningOffsets of null", c -> c.beginningOffsets(null, PATIENCE));
    add("offsetsForTimes of null", c -> c.offsetsForTimes(null, PATIENCE));
    add("offsetsForTimes before time", c -> c.offsetsForTimes(Map.of(tp, -3L), PATIENCE));
  }

  void draw(Random random) {
    Named one = all.get(random.nextInt(all.size()));
    script.run(one.name(), run -> one.mistake().on(run.consumer()));
  }
}
