package io.barnabas.benchmarks.admin;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/** What is done with all topics at once. */
enum Step {
  CREATE {
    @Override
    KafkaFuture<?> start(Admin admin, Topics topics) {
      return admin
          .createTopics(
              topics.names().stream()
                  .map(name -> new NewTopic(name, topics.partitions(), (short) 1))
                  .toList())
          .all();
    }
  },

  DESCRIBE {
    @Override
    KafkaFuture<?> start(Admin admin, Topics topics) {
      return admin.describeTopics(topics.names()).allTopicNames();
    }
  },

  LIST_OFFSETS {
    @Override
    KafkaFuture<?> start(Admin admin, Topics topics) {
      return admin.listOffsets(latest(topics)).all();
    }
  },

  DELETE {
    @Override
    KafkaFuture<?> start(Admin admin, Topics topics) {
      return admin.deleteTopics(topics.names()).all();
    }

    @Override
    boolean isDone(Admin admin, Topics topics) throws InterruptedException, ExecutionException {
      return Collections.disjoint(logs(admin), topics.all().toList());
    }
  };

  /** The topics of one client's turn. */
  record Topics(List<String> names, int partitions) {

    static Topics of(String prefix, int topics, int partitions) {
      return new Topics(
          IntStream.range(0, topics).mapToObj(i -> prefix + "-" + i).toList(), partitions);
    }

    Stream<TopicPartition> all() {
      return names.stream()
          .flatMap(
              name ->
                  IntStream.range(0, partitions).mapToObj(each -> new TopicPartition(name, each)));
    }
  }

  private static Map<TopicPartition, OffsetSpec> latest(Topics topics) {
    return topics.all().collect(toMap(partition -> partition, partition -> OffsetSpec.latest()));
  }

  abstract KafkaFuture<?> start(Admin admin, Topics topics);

  /** True if the broker leads the logs of all topics; after {@link #DELETE}, if it has none. */
  boolean isDone(Admin admin, Topics topics) throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> latest = latest(topics);
    return logs(admin).containsAll(latest.keySet())
        && admin.listOffsets(latest).all().get().size() == latest.size();
  }

  private static Set<TopicPartition> logs(Admin admin)
      throws InterruptedException, ExecutionException {
    List<Integer> brokers = admin.describeCluster().nodes().get().stream().map(Node::id).toList();
    return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
        .flatMap(folders -> folders.values().stream())
        .flatMap(folder -> folder.replicaInfos().keySet().stream())
        .collect(toSet());
  }

  /** In nanoseconds, from the call to its last outcome; fails if one of them is a failure. */
  long measure(Admin admin, Topics topics) throws InterruptedException, ExecutionException {
    long startNanos = System.nanoTime();
    start(admin, topics).get();
    return System.nanoTime() - startNanos;
  }
}
