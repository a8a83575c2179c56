package io.barnabas.network.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns host names into addresses without holding up the loop: literal addresses at once, names on
 * daemon threads that end when there is nothing to look up. Loop thread only.
 */
final class HostResolver {

  private static final Logger LOG = LoggerFactory.getLogger(HostResolver.class);

  /** So many names may hang in the system's resolver before others have to wait. */
  private static final int MAX_THREADS = 8;

  private static final long IDLE_THREAD_MS = 500;
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  /** Blocks; any thread. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** What a look-up came to: addresses, at least one, or else the error. */
  record Resolution(List<InetAddress> addresses, Exception error) {}

  private final Consumer<Runnable> loop;
  private final Lookup lookup;
  private final ThreadPoolExecutor threads;

  /** Who waits for which name. */
  private final Map<String, List<Consumer<Resolution>>> waiting = new HashMap<>();

  HostResolver(Consumer<Runnable> loop, String threadName, Lookup lookup) {
    this.loop = loop;
    this.lookup = lookup;
    this.threads =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_THREAD_MS,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, threadName + " resolver");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Looks {@code host} up and tells {@code listener}, on the loop: at once for a literal. */
  void resolve(String host, Consumer<Resolution> listener) {
    if (isLiteral(host)) {
      deliver(lookUp(host), listener);
      return;
    }
    List<Consumer<Resolution>> others = waiting.get(host);
    if (others != null) {
      others.add(listener);
      return;
    }
    List<Consumer<Resolution>> listeners = new ArrayList<>();
    listeners.add(listener);
    waiting.put(host, listeners);
    threads.execute(() -> lookUpFor(host));
  }

  /** An address at once; an error later, so that it meets no half-begun attempt. */
  private void deliver(Resolution resolution, Consumer<Resolution> listener) {
    if (resolution.error() == null) {
      listener.accept(resolution);
    } else {
      loop.accept(() -> listener.accept(resolution));
    }
  }

  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
  }

  private void lookUpFor(String host) {
    Resolution resolution = lookUp(host);
    try {
      loop.accept(() -> deliver(host, resolution));
    } catch (RejectedExecutionException e) {
      LOG.debug("Nobody waits for the addresses of {} any more", host);
    }
  }

  private Resolution lookUp(String host) {
    try {
      List<InetAddress> addresses = List.of(lookup.addresses(host));
      return addresses.isEmpty()
          ? new Resolution(addresses, new UnknownHostException(host + " has no address"))
          : new Resolution(addresses, null);
    } catch (UnknownHostException | RuntimeException e) {
      return new Resolution(List.of(), e);
    }
  }

  private void deliver(String host, Resolution resolution) {
    List<Consumer<Resolution>> listeners = waiting.remove(host);
    if (listeners != null) {
      listeners.forEach(listener -> listener.accept(resolution));
    }
  }

  /** Forgets who waits; a look-up that hangs in the system ends when the system ends it. */
  void close() {
    waiting.clear();
    threads.shutdownNow();
  }
}
