package io.barnabas.benchmarks.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A cluster of one broker on the loopback address that confirms whatever is produced at once and
 * serves the same records for ever. Runs from {@link #start} to {@link #close} on a thread of its
 * own; its methods may be called by any.
 */
public final class SinkBroker implements AutoCloseable {
  private final SinkSettings settings;
  private final SinkCounters counters = new SinkCounters();
  private final Selector selector;
  private final ServerSocketChannel server;
  private final int port;
  private final Thread thread;

  // the rest belongs to the thread
  private final SinkTopic topic;
  private final RareAnswers rare;
  private final ProduceAnswers produce;
  private final ByteBuffer cannedBatch;

  private SinkBroker(SinkSettings settings) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    this.settings = settings;
    selector = Selector.open();
    server = ServerSocketChannel.open().bind(new InetSocketAddress(loopback, 0));
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    port = server.socket().getLocalPort();
    topic = new SinkTopic(settings.topic(), settings.partitions());
    rare = new RareAnswers(topic, loopback.getHostAddress(), port);
    produce =
        new ProduceAnswers(
            topic, counters, settings.validate() ? new ProduceValidator(counters) : null);
    cannedBatch = CannedBatches.batch(settings);
    thread = new Thread(this::run, "sink-broker");
  }

  /** Listens on a free port. */
  public static SinkBroker start(SinkSettings settings) {
    try {
      SinkBroker broker = new SinkBroker(settings);
      broker.thread.setDaemon(true);
      broker.thread.start();
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String bootstrapServers() {
    return InetAddress.getLoopbackAddress().getHostAddress() + ":" + port;
  }

  public SinkCounters counters() {
    return counters;
  }

  private void run() {
    try (selector;
        server) {
      while (!Thread.currentThread().isInterrupted()) {
        selector.select(this::onReady);
      }
      selector.keys().forEach(SinkBroker::close);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void onReady(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        ((SinkConnection) key.attachment()).onReady();
      }
    } catch (IOException e) {
      close(key); // the client has gone
    } catch (RuntimeException e) {
      System.err.println("sink: " + e);
      counters.addError();
      close(key);
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = server.accept();
    if (channel == null) {
      return;
    }
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    FetchAnswers fetch = new FetchAnswers(topic, settings, cannedBatch, counters);
    key.attach(new SinkConnection(key, rare, produce, fetch));
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when the thread has ended. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
