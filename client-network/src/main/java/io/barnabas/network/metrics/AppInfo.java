package io.barnabas.network.metrics;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells JMX and the metrics which version of the library a client runs, and since when. Created and
 * closed by the thread that creates and closes the client.
 */
final class AppInfo implements AppInfoMBean {

  private static final Logger log = LoggerFactory.getLogger(AppInfo.class);
  private static final Pattern PLAIN = Pattern.compile("[\\w-%\\. \t]*");

  private final String version;
  private final String commitId;
  private final long startTimeMs;
  private final Metrics registry;
  private final List<MetricName> names = new ArrayList<>();

  /** Null if the MBean could not be registered. */
  private ObjectName registered;

  AppInfo(String version, String commitId, long startTimeMs, Metrics registry) {
    this.version = version;
    this.commitId = commitId;
    this.startTimeMs = startTimeMs;
    this.registry = registry;
  }

  /** A name that is taken is left to whoever has it: two clients may have the same id. */
  void register(String domain, String clientId) {
    try {
      String id = PLAIN.matcher(clientId).matches() ? clientId : ObjectName.quote(clientId);
      ObjectName name = new ObjectName(domain + ":type=app-info,id=" + id);
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      if (server.isRegistered(name)) {
        log.warn("There is an MBean {} already: another client has the same id", name);
        return;
      }
      server.registerMBean(new StandardMBean(this, AppInfoMBean.class), name);
      registered = name;
    } catch (JMException e) {
      log.warn("Cannot register the MBean app-info of {}", clientId, e);
    }
    addMetric("version", version);
    addMetric("commit-id", commitId);
    addMetric("start-time-ms", startTimeMs);
    log.info("Barnabas version: {}, commit: {}", version, commitId);
  }

  void close() {
    names.forEach(registry::removeMetric);
    names.clear();
    if (registered == null) {
      return;
    }
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(registered);
    } catch (JMException e) {
      log.warn("Cannot unregister the MBean {}", registered, e);
    }
    registered = null;
  }

  private <T> void addMetric(String name, T value) {
    MetricName metric =
        registry.metricName(name, "app-info", "Metric indicating " + name, Map.of());
    registry.addMetric(metric, (Gauge<T>) (config, now) -> value);
    names.add(metric);
  }

  @Override
  public String getVersion() {
    return version;
  }

  @Override
  public String getCommitId() {
    return commitId;
  }

  @Override
  public Long getStartTimeMs() {
    return startTimeMs;
  }
}
