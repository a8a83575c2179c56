package io.barnabas.testkit;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several {@link FakeBroker}s that tell the same metadata: all of them as nodes, topics with
 * leaders dealt round, and the same records. Each has a script and a request log of its own.
 * Thread-safe.
 */
public final class FakeCluster implements AutoCloseable {
  private final FakeTopics topics = new FakeTopics();
  private final FakeLog records = new FakeLog();
  private final List<FakeBroker> brokers;

  private FakeCluster(int count) {
    brokers =
        IntStream.rangeClosed(1, count)
            .mapToObj(id -> new FakeBroker(id, topics, records))
            .toList();
  }

  /** So many brokers, their node ids counted from 1. */
  public static FakeCluster start(int brokers) {
    return new FakeCluster(brokers);
  }

  public List<FakeBroker> brokers() {
    return brokers;
  }

  public FakeBroker broker(int id) {
    return brokers.get(id - 1);
  }

  /** {@code host:port} of all brokers, separated by commas. */
  public String bootstrapServers() {
    return brokers.stream().map(FakeBroker::address).collect(Collectors.joining(","));
  }

  /**
   * Adds a topic; partition 0 is led by broker 1, partition 1 by broker 2 and so on, round again.
   */
  public FakeCluster topic(String name, int partitions) {
    topics.put(name, partitions);
    return this;
  }

  /** Gives the partition another leader, -1 for none, in its next epoch. */
  public FakeCluster leader(String topic, int partition, int node) {
    topics.lead(topic, partition, node);
    return this;
  }

  /** Stops the broker and takes it out of the metadata that the others tell. */
  public void remove(int id) {
    broker(id).stop();
    topics.removeNode(id);
  }

  @Override
  public void close() {
    brokers.forEach(FakeBroker::close);
  }
}
