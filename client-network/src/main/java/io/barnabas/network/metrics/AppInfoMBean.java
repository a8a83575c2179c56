package io.barnabas.network.metrics;

/** What JMX shows of a client instance: {@code kafka.producer:type=app-info,id=producer-1}. */
public interface AppInfoMBean {

  /** The version of Barnabas. */
  String getVersion();

  String getCommitId();

  /** Milliseconds since 1970. */
  Long getStartTimeMs();
}
