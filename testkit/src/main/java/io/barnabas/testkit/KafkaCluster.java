package io.barnabas.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Real Kafka brokers (KRaft, each broker and controller at once) in child processes, on free ports
 * of the loopback address, with their data in a temporary folder.
 *
 * <pre>{@code
 * try (KafkaCluster cluster = KafkaCluster.builder().brokers(3).setting("min.insync.replicas", "2").start()) {
 *   cluster.createTopic("flights", 6);
 *   ... cluster.bootstrapServers() ...
 *   cluster.kill(2);
 *   cluster.start(2);
 * }
 * }</pre>
 *
 * <p>Node ids count from 1. The processes never outlive this JVM, not even if it is killed. Used by
 * one thread at a time, but for {@link #close()}.
 */
public final class KafkaCluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final String name;
  private final Path libs;
  private final String clusterId = Uuid.randomUuid().toString();
  private final ClusterFolders folders;
  private final Map<Integer, KafkaBroker> brokers = new TreeMap<>();
  private final Lock closing = new ReentrantLock();
  private final Thread closeAtExit = new Thread(this::discard, "kafka-cluster-exit");

  private KafkaCluster(Builder builder) {
    name = builder.name;
    libs = BrokerLibs.folder(builder.version);
    folders = ClusterFolders.create(builder.data, builder.logs, name);
    List<BrokerAddress> addresses =
        IntStream.rangeClosed(1, builder.brokers).mapToObj(BrokerAddress::free).toList();
    for (BrokerAddress address : addresses) {
      KafkaBroker broker =
          new KafkaBroker(this, address, folders.broker(address.id()), folders.log(address.id()));
      broker.configure(
          BrokerProperties.of(address, addresses, broker.dataFolder(), builder.settings));
      brokers.put(address.id(), broker);
    }
  }

  /** A cluster to be described; one broker of the default version if nothing more is said. */
  public static Builder builder() {
    return new Builder();
  }

  /** One broker with the default settings. */
  public static KafkaCluster start() {
    return builder().start();
  }

  /**
   * The one cluster of a single broker that all tests of this JVM share, started at the first call
   * and closed at the JVM's end. For tests that use topics and groups of their own and do the
   * broker no harm. Thread-safe.
   */
  public static KafkaCluster shared() {
    return Shared.CLUSTER;
  }

  private static final class Shared {
    static final KafkaCluster CLUSTER = builder().name("shared").start();
  }

  /** {@code host:port} of all brokers, running or not, separated by commas. */
  public String bootstrapServers() {
    return brokers().stream().map(KafkaBroker::address).collect(Collectors.joining(","));
  }

  /** As {@link #bootstrapServers()}, of the proxies that {@link KafkaBroker#proxy()} starts. */
  public String proxiedBootstrapServers() {
    return brokers().stream().map(KafkaBroker::proxiedAddress).collect(Collectors.joining(","));
  }

  /** All brokers by node id. */
  public Collection<KafkaBroker> brokers() {
    return brokers.values();
  }

  public KafkaBroker broker(int id) {
    KafkaBroker broker = brokers.get(id);
    if (broker == null) {
      throw new IllegalArgumentException("no broker " + id + ", only " + brokers.keySet());
    }
    return broker;
  }

  /** SIGKILL. */
  public void kill(int id) {
    broker(id).kill();
  }

  /** SIGSTOP. */
  public void pause(int id) {
    broker(id).pause();
  }

  /** SIGCONT. */
  public void resume(int id) {
    broker(id).resume();
  }

  /** Orderly end. */
  public void stop(int id) {
    broker(id).stop();
  }

  /** Starts a broker that was killed or stopped; returns when it answers. */
  public void start(int id) {
    broker(id).start();
  }

  /** Orderly end and start with the same ports and data. */
  public void restart(int id) {
    broker(id).restart();
  }

  /** Where the brokers' logs are; they stay after {@link #close()}. */
  public Path logs() {
    return folders.logs();
  }

  /** The cluster id as brokers tell it. */
  public String clusterId() {
    return clusterId;
  }

  /**
   * Creates a topic, replicated over up to three brokers; returns when all brokers can serve it.
   */
  public void createTopic(String topic, int partitions) {
    ClusterTopics.create(this, topic, partitions);
  }

  /**
   * The node id of the partition's present leader.
   *
   * @throws IllegalStateException if there is none
   */
  public int leader(String topic, int partition) {
    return ClusterTopics.leader(this, topic, partition);
  }

  /** Kills the brokers and deletes their data. Thread-safe, may be called again. */
  @Override
  public void close() {
    discard();
    try {
      Runtime.getRuntime().removeShutdownHook(closeAtExit);
    } catch (IllegalStateException ignored) {
      // The JVM is on its way down and runs the hook, which finds nothing left to do.
    }
  }

  private void discard() {
    closing.lock();
    try {
      brokers.values().forEach(KafkaBroker::discard);
      folders.deleteData();
    } finally {
      closing.unlock();
    }
  }

  Path libs() {
    return libs;
  }

  private KafkaCluster launch() {
    Runtime.getRuntime().addShutdownHook(closeAtExit);
    try {
      brokers.values().forEach(KafkaBroker::launch);
      awaitReady(brokers.values());
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Returns when each of {@code awaited} answers and knows all running brokers to be alive. */
  void awaitReady(Collection<KafkaBroker> awaited) {
    for (KafkaBroker broker : awaited) {
      try {
        Await.until(broker + " is up", START_LIMIT, () -> isReady(broker));
      } catch (AssertionError late) {
        throw new IllegalStateException(startFailure(broker), late);
      }
      if (!broker.isRunning()) {
        throw new IllegalStateException(startFailure(broker));
      }
    }
  }

  /** True also for a broker that is gone: there is nothing left to wait for. */
  private boolean isReady(KafkaBroker broker) throws Exception {
    return !broker.isRunning()
        || BrokerProbe.liveBrokers(broker.port()).containsAll(runningBrokers());
  }

  private Set<Integer> runningBrokers() {
    return brokers.values().stream()
        .filter(KafkaBroker::isRunning)
        .map(KafkaBroker::id)
        .collect(Collectors.toSet());
  }

  private String startFailure(KafkaBroker broker) {
    String what = broker.isRunning() ? " is not up" : " has ended";
    return "%s of cluster %s%s; see %s, which ends with:%n%s"
        .formatted(broker, name, what, broker.log(), ClusterFolders.tail(broker.log(), 20));
  }

  @Override
  public String toString() {
    return "cluster %s of %d, logs in %s".formatted(name, brokers.size(), logs());
  }

  /** What a cluster shall be. */
  public static final class Builder {
    private int brokers = 1;
    private String version = BrokerLibs.defaultVersion();
    private String name = ClusterFolders.callerName();
    private Path data = Path.of(System.getProperty("java.io.tmpdir"));
    private Path logs = Path.of("target", "broker-logs");
    private final Map<String, String> settings = new TreeMap<>();

    private Builder() {}

    /** 1 (the default) or more; 3 make internal topics survive the loss of one. */
    public Builder brokers(int count) {
      brokers = count;
      return this;
    }

    /**
     * A setting of every broker, over those that this class chooses; {@code {id}} in it is the
     * broker's own id.
     */
    public Builder setting(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /**
     * With ACLs, which the clients may change: they are {@code User:ANONYMOUS}, who may do all that
     * no ACL forbids.
     */
    public Builder authorizer() {
      settings.putAll(AuthorizerSettings.settings());
      return this;
    }

    /** Another version of Kafka; its jars must have been unpacked by the build. */
    public Builder version(String version) {
      this.version = version;
      return this;
    }

    /** What logs are filed under; the calling class by default. */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /** Where data is kept, in a folder of its own; among temporary files by default. */
    public Builder data(Path folder) {
      data = folder;
      return this;
    }

    /** Where logs are kept; {@code target/broker-logs} by default. */
    public Builder logs(Path folder) {
      logs = folder;
      return this;
    }

    /**
     * Starts the brokers and returns when all answer and know one another.
     *
     * @throws IllegalStateException if that takes longer than 60 s or a broker ends; names the log
     */
    public KafkaCluster start() {
      return new KafkaCluster(this).launch();
    }
  }
}
