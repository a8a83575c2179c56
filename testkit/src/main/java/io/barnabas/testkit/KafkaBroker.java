package io.barnabas.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * One broker of a {@link KafkaCluster}. It keeps its ports and its data over any number of ends and
 * starts. Used by one thread at a time.
 */
public final class KafkaBroker {
  private final KafkaCluster cluster;
  private final BrokerAddress address;
  private final Path folder;
  private final Path log;

  /** The current or last process; null before the first start. */
  private volatile BrokerProcess process;

  KafkaBroker(KafkaCluster cluster, BrokerAddress address, Path folder, Path log) {
    this.cluster = cluster;
    this.address = address;
    this.folder = folder;
    this.log = log;
  }

  /** The node id; the first broker's is 1. */
  public int id() {
    return address.id();
  }

  /** {@code host:port} of the listener for clients. */
  public String address() {
    return BrokerAddress.HOST + ":" + port();
  }

  /** {@code host:port} of its controller, for {@code bootstrap.controllers}. */
  public String controllerAddress() {
    return BrokerAddress.HOST + ":" + address.controllerPort();
  }

  public int port() {
    return address.port();
  }

  /**
   * {@code host:port} of the proxy that {@link #proxy()} starts. Clients that come through it are
   * told this address in metadata, so they stay behind the proxy.
   */
  public String proxiedAddress() {
    return BrokerAddress.HOST + ":" + address.proxyPort();
  }

  /**
   * A proxy at {@link #proxiedAddress()} in front of this broker, one at a time; the caller closes
   * it. The broker may be restarted behind it.
   */
  public FaultProxy proxy() {
    return FaultProxy.listen(address.proxyPort(), BrokerAddress.HOST, address.proxiedPort());
  }

  /** Everything the broker printed, over all its processes. */
  public Path log() {
    return log;
  }

  /** Of the current or last process. */
  public long pid() {
    return process.pid();
  }

  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** SIGKILL. */
  public void kill() {
    process.kill();
  }

  /** SIGSTOP: the broker keeps its sockets and answers nothing. */
  public void pause() {
    process.pause();
  }

  /** SIGCONT. */
  public void resume() {
    process.resume();
  }

  /** Orderly end: SIGTERM, leaders moved away where there is another broker. */
  public void stop() {
    process.stop();
  }

  /** Starts the broker again after {@link #kill()} or {@link #stop()}; returns when it answers. */
  public void start() {
    if (isRunning()) {
      throw new IllegalStateException("broker " + id() + " runs already");
    }
    launch();
    cluster.awaitReady(List.of(this));
  }

  /** {@link #stop()} and {@link #start()}. */
  public void restart() {
    stop();
    start();
  }

  /** Starts the process without waiting for the broker. */
  void launch() {
    process = BrokerProcess.start(folder, cluster.libs(), configFile(), cluster.clusterId(), log);
  }

  void configure(Properties properties) {
    try {
      Files.createDirectories(folder);
      try (OutputStream out = Files.newOutputStream(configFile())) {
        properties.store(out, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + configFile(), e);
    }
  }

  private Path configFile() {
    return folder.resolve("server.properties");
  }

  Path dataFolder() {
    return folder.resolve("data");
  }

  /** SIGKILL if there is anything to kill. */
  void discard() {
    if (isRunning()) {
      process.kill();
    }
  }

  @Override
  public String toString() {
    return "broker " + id() + " at " + address();
  }
}
