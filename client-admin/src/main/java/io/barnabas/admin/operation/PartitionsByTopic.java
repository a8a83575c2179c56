package io.barnabas.admin.operation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Partitions as most requests want them: under their topics. */
final class PartitionsByTopic {

  /**
   * One struct for each topic, in the order the topics first come up.
   *
   * @param partition makes the struct, or the number, for a partition
   * @param topic makes the struct for a topic out of its name and partitions
   */
  static <P, T> List<T> group(
      Collection<TopicPartition> partitions,
      Function<TopicPartition, P> partition,
      BiFunction<String, List<P>, T> topic) {
    Map<String, List<P>> byTopic =
        partitions.stream()
            .collect(
                Collectors.groupingBy(
                    TopicPartition::topic,
                    LinkedHashMap::new,
                    Collectors.mapping(partition, Collectors.toList())));
    return byTopic.entrySet().stream()
        .map(entry -> topic.apply(entry.getKey(), entry.getValue()))
        .toList();
  }

  private PartitionsByTopic() {}
}
