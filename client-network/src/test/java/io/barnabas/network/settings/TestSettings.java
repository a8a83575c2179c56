package io.barnabas.network.settings;

import java.util.List;

/** Settings as a client's defaults have them, for tests that change a few. */
public final class TestSettings {

  public static final int REQUEST_TIMEOUT_MS = 30_000;
  public static final int MAX_IDLE_MS = 540_000;

  private String bootstrap = "127.0.0.1:9092";
  private long setupTimeoutMs = 10_000;
  private long setupTimeoutMaxMs = 30_000;
  private long maxIdleMs = MAX_IDLE_MS;
  private long reconnectBackoffMs = 50;
  private long reconnectBackoffMaxMs = 1_000;

  public static TestSettings defaults() {
    return new TestSettings();
  }

  public TestSettings bootstrap(String servers) {
    bootstrap = servers;
    return this;
  }

  public TestSettings setupTimeout(long ms, long maxMs) {
    setupTimeoutMs = ms;
    setupTimeoutMaxMs = maxMs;
    return this;
  }

  public TestSettings maxIdleMs(long ms) {
    maxIdleMs = ms;
    return this;
  }

  public TestSettings reconnectBackoff(long ms, long maxMs) {
    reconnectBackoffMs = ms;
    reconnectBackoffMaxMs = maxMs;
    return this;
  }

  public ClientSettings build() {
    return new ClientSettings(
        "test-1",
        "kafka-test-network-thread | test-1",
        "[Test clientId=test-1] ",
        List.of(bootstrap),
        false,
        ClientSettings.DnsLookup.USE_ALL_DNS_IPS,
        REQUEST_TIMEOUT_MS,
        setupTimeoutMs,
        setupTimeoutMaxMs,
        maxIdleMs,
        reconnectBackoffMs,
        reconnectBackoffMaxMs,
        100,
        1_000,
        300_000,
        true,
        300_000,
        131_072,
        65_536,
        100 << 20,
        "PLAINTEXT");
  }

  private TestSettings() {}
}
