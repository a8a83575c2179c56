package io.barnabas.examples.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topic of the flights, and what the admin client does with it. */
final class FlightTopic {

  /**
   * @param committed the group's offset, or -1
   */
  record Progress(int partition, long end, long committed) {

    long lag() {
      return end - Math.max(0, committed);
    }
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Admin admin;
  private final String name;
  private final int partitions;

  FlightTopic(Admin admin, String name, int partitions) {
    this.admin = admin;
    this.name = name;
    this.partitions = partitions;
  }

  /**
   * @throws IllegalStateException if the topic is there already: its records are somebody's
   */
  void create() throws InterruptedException {
    NewTopic topic = new NewTopic(name, partitions, (short) 1);
    try {
      admin.createTopics(List.of(topic)).all().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        throw new IllegalStateException(
            "Topic " + name + " is there already; give another name with --topic", e.getCause());
      }
      throw new IllegalStateException("Topic " + name + " could not be created", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("The broker did not create topic " + name, e);
    }
  }

  /** Waits until every partition has a leader, which a broker tells a moment after creation. */
  TopicDescription describe() throws InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      TopicDescription description = describeIfReady();
      if (description != null) {
        return description;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Topic " + name + " has no leaders");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** For each partition, how far the group has come. */
  List<Progress> progress(String groupId) throws InterruptedException {
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(name, p)).toList();
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        get(
            admin
                .listOffsets(
                    all.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                .all());
    Map<TopicPartition, OffsetAndMetadata> committed =
        get(admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata());
    List<Progress> progress = new ArrayList<>();
    for (TopicPartition partition : all) {
      OffsetAndMetadata offset = committed.get(partition);
      progress.add(
          new Progress(
              partition.partition(),
              ends.get(partition).offset(),
              offset == null ? -1 : offset.offset()));
    }
    return progress;
  }

  void delete() throws InterruptedException {
    get(admin.deleteTopics(List.of(name)).all());
  }

  private TopicDescription describeIfReady() throws InterruptedException {
    try {
      TopicDescription description =
          admin
              .describeTopics(List.of(name))
              .allTopicNames()
              .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
              .get(name);
      boolean led = description.partitions().stream().allMatch(p -> p.leader() != null);
      return led ? description : null;
    } catch (ExecutionException | TimeoutException e) {
      return null;
    }
  }

  private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("The broker did not answer in time", e);
    }
  }
}
