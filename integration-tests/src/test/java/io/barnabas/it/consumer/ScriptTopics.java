package io.barnabas.it.consumer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics that scripts are about; nobody writes to them any more.
 *
 * @param prefix of their names
 * @param ends how many records each partition holds, from offset 0 on, one for each hour
 * @param firstMs the timestamp of the first ones
 */
record ScriptTopics(String prefix, Map<TopicPartition, Long> ends, long firstMs) {
  private static final long HOUR_MS = 3_600_000;

  static final Comparator<TopicPartition> BY_NAME = Comparator.comparing(TopicPartition::toString);

  private List<TopicPartition> partitions() {
    return ends.keySet().stream().sorted(BY_NAME).toList();
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    ends.keySet().forEach(tp -> names.add(tp.topic()));
    return names;
  }

  /** The timestamp of the records with this offset. */
  long timestamp(long offset) {
    return firstMs + offset * HOUR_MS;
  }

  TopicPartition anyPartition(Random random) {
    return partitions().get(random.nextInt(ends.size()));
  }

  String anyTopic(Random random) {
    List<String> names = new ArrayList<>(names());
    names.add(prefix + "-missing");
    return names.get(random.nextInt(names.size()));
  }

  /** One at least. */
  Set<TopicPartition> somePartitions(Random random) {
    Set<TopicPartition> some = new LinkedHashSet<>();
    some.add(anyPartition(random));
    while (random.nextInt(3) > 0) {
      some.add(anyPartition(random));
    }
    return some;
  }

  /** One at least. */
  Set<String> someTopics(Random random) {
    Set<String> some = new TreeSet<>();
    somePartitions(random).forEach(tp -> some.add(tp.topic()));
    return some;
  }

  Pattern somePattern(Random random) {
    return Pattern.compile(Pattern.quote(prefix) + (random.nextBoolean() ? "-a.*" : "-[ab]"));
  }

  Set<String> matching(Pattern pattern) {
    return names().stream().filter(pattern.asMatchPredicate()).collect(Collectors.toSet());
  }

  /** The partitions that a group of one member is given for a subscription. */
  Set<TopicPartition> of(Set<String> subscribed) {
    Set<TopicPartition> all = new LinkedHashSet<>();
    partitions().stream().filter(tp -> subscribed.contains(tp.topic())).forEach(all::add);
    return all;
  }
}
