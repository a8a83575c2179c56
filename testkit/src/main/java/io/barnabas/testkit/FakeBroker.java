package io.barnabas.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;

/**
 * A broker on a real socket that answers as told. It reads and writes with kafka-clients' own
 * message classes, so a mistake of ours cannot cancel itself out.
 *
 * <pre>{@code
 * try (FakeBroker broker = FakeBroker.start()) {
 *   broker.topic("t", 3);
 *   broker.once(ApiKeys.PRODUCE, request -> Reply.error(Errors.NOT_LEADER_OR_FOLLOWER));
 *   broker.once(ApiKeys.PRODUCE, request -> Reply.disconnect());
 *   broker.on(ApiKeys.PRODUCE, request -> {
 *     ProduceRequestData data = request.body();
 *     return Reply.of(new ProduceResponseData()...);
 *   });
 *   ... a client with bootstrap.servers = broker.address() ...
 *   FakeRequest third = broker.awaitRequest(ApiKeys.PRODUCE, 3);
 * }
 * }</pre>
 *
 * <p>Where nothing is scripted it answers ApiVersions (all of a 4.3 broker), Metadata (itself and
 * its topics), FindCoordinator (itself) and InitProducerId, and the rest with {@code
 * UNKNOWN_SERVER_ERROR}. All methods are thread-safe. One thread accepts, one serves each
 * connection.
 */
public final class FakeBroker implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final int id;
  private final int port;
  private final FakeTopics topics;
  private final FakeLog records;
  private final FakeVersions versions = new FakeVersions();
  private final FakeScript script = new FakeScript();
  private final FakeDefaults defaults;
  private final FakeRequestLog log = new FakeRequestLog();
  private final Set<FakeConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  /** What went wrong in an answer or with a request; {@link #close()} throws it. */
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private final ReentrantLock lifecycle = new ReentrantLock();

  /** Null while the broker is stopped. Guarded by lifecycle, as is the acceptor. */
  private ServerSocket server;

  private Thread acceptor;

  FakeBroker(int id, FakeTopics topics, FakeLog records) {
    this.id = id;
    this.port = FreePorts.next();
    this.topics = topics;
    this.records = records;
    this.defaults = new FakeDefaults(id, versions, topics, records);
    topics.addNode(id, port);
    listen();
  }

  /** A broker with node id 1, the only one of its cluster. */
  public static FakeBroker start() {
    return new FakeBroker(1, new FakeTopics(), new FakeLog());
  }

  public int id() {
    return id;
  }

  public int port() {
    return port;
  }

  /** {@code host:port} that clients shall connect to. */
  public String address() {
    return BrokerAddress.HOST + ":" + port;
  }

  /** Adds a topic to the metadata; one of that name is replaced and its id with it. */
  public FakeBroker topic(String name, int partitions) {
    topics.put(name, partitions);
    return this;
  }

  public FakeBroker removeTopic(String name) {
    topics.remove(name);
    return this;
  }

  /** Removes the topic, if it is there; who asks for it by name is told this until it is added. */
  public FakeBroker refuseTopic(String name, Errors error) {
    topics.refuse(name, error);
    return this;
  }

  public Uuid topicId(String name) {
    return topics.id(name);
  }

  /** Gives the partition another leader, -1 for none, in its next epoch. */
  public FakeBroker leader(String topic, int partition, int node) {
    topics.lead(topic, partition, node);
    return this;
  }

  /** Answers all requests of an API, but those that a {@link #once} is there for. */
  public FakeBroker on(ApiKeys api, Answer answer) {
    script.lasting(api, answer);
    return this;
  }

  /** Answers all requests of an API with the same message. */
  public FakeBroker on(ApiKeys api, ApiMessage response) {
    return on(api, request -> Reply.of(response));
  }

  /** Answers one request of an API; several calls queue up, before what {@link #on} says. */
  public FakeBroker once(ApiKeys api, Answer answer) {
    script.once(api, answer);
    return this;
  }

  /** Forgets all that was scripted for an API. */
  public FakeBroker byDefault(ApiKeys api) {
    script.reset(api);
    return this;
  }

  /** What the broker answers if nothing is scripted; for answers that change a little of it. */
  public Reply defaultReply(FakeRequest request) {
    return defaults.answer(request);
  }

  /**
   * Changes the versions that the broker says it speaks. It ends the connection of a request in
   * another version as real brokers do, but refuses a newer ApiVersions request with an answer in
   * version 0.
   */
  public FakeBroker versions(ApiKeys api, int lowest, int highest) {
    versions.set(api, lowest, highest);
    return this;
  }

  /** Says that the cluster has finalized a feature at that level; at first there is none. */
  public FakeBroker feature(String name, int level) {
    versions.feature(name, level);
    return this;
  }

  /** As a broker that has never heard of the API. */
  public FakeBroker without(ApiKeys api) {
    versions.remove(api);
    return this;
  }

  /** The records of a partition, as they were produced to it or appended. */
  public List<Record> records(String topic, int partition) {
    return records.records(new TopicPartition(topic, partition));
  }

  /** Puts batches into a partition, to be fetched; returns the offset of the first record. */
  public long append(String topic, int partition, MemoryRecords batches) {
    return records.append(
        new TopicPartition(topic, partition), batches, topics.epoch(topic, partition));
  }

  /** All requests so far, in the order of their arrival. */
  public List<FakeRequest> requests() {
    return log.all();
  }

  /** All requests of an API so far, in the order of their arrival. */
  public List<FakeRequest> requests(ApiKeys api) {
    return log.of(api);
  }

  /** The nth request of an API, counted from 1; waits up to 10 s for it. */
  public FakeRequest awaitRequest(ApiKeys api, int nth) {
    return log.await(api, nth, LIMIT);
  }

  /** How many connections have been accepted in all. */
  public int connections() {
    return accepted.get();
  }

  /** How many connections are open. */
  public int openConnections() {
    return connections.size();
  }

  /** Closes all open connections in order; clients may connect again. */
  public void disconnectAll() {
    connections.forEach(connection -> connection.close(false));
  }

  /** Resets all open connections (RST); clients may connect again. */
  public void resetAll() {
    connections.forEach(connection -> connection.close(true));
  }

  /** As a broker that dies: no connection, and new ones are refused until {@link #restart()}. */
  public void stop() {
    lifecycle.lock();
    try {
      if (server != null) {
        closeServer();
        Threads.join(acceptor);
        List.copyOf(connections).forEach(FakeConnection::end);
      }
    } finally {
      lifecycle.unlock();
    }
  }

  /** Listens again at the same port, with the same script. */
  public void restart() {
    lifecycle.lock();
    try {
      stop();
      listen();
    } finally {
      lifecycle.unlock();
    }
  }

  /**
   * Ends all threads and sockets.
   *
   * @throws IllegalStateException if an answer threw an exception or a request was malformed
   */
  @Override
  public void close() {
    stop();
    Throwable cause = failure.getAndSet(null);
    if (cause != null) {
      throw new IllegalStateException("fake broker " + id + " could not serve a request", cause);
    }
  }

  private void listen() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(BrokerAddress.HOST), port));
      server = socket;
      acceptor = new Thread(() -> accept(socket), "fake-broker-" + port);
      acceptor.setDaemon(true);
      acceptor.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        FakeConnection connection = new FakeConnection(this, accepted.incrementAndGet(), client);
        connections.add(connection);
        connection.start();
      } catch (IOException e) {
        if (!socket.isClosed()) {
          onFailure(e);
        }
      }
    }
  }

  private void closeServer() {
    try {
      server.close();
      server = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean speaks(ApiKeys api, short version) {
    return versions.speaks(api, version);
  }

  Reply answer(FakeRequest request) {
    log.add(request);
    if (request.data() != null) {
      return script.next(request.api(), defaults::answer).to(request);
    }
    return request.api() == ApiKeys.API_VERSIONS
        ? script.next(request.api(), refused -> Reply.of(versions.refusal(), (short) 0)).to(request)
        : Reply.disconnect();
  }

  void onFailure(Throwable cause) {
    failure.compareAndSet(null, cause);
  }

  void onClosed(FakeConnection connection) {
    connections.remove(connection);
  }

  @Override
  public String toString() {
    return "fake broker " + id + " at " + address();
  }
}
