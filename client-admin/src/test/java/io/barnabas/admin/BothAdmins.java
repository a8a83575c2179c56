package io.barnabas.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;

/** Our admin client and kafka-clients' own on the same cluster, to do the same and compare. */
final class BothAdmins implements AutoCloseable {

  private static final int PATIENCE_S = 20;

  final BarnabasAdmin ours;
  final Admin theirs;

  BothAdmins(String bootstrapServers) {
    this(bootstrapServers, Map.of());
  }

  /**
   * @param more options of both
   */
  BothAdmins(String bootstrapServers, Map<String, Object> more) {
    Map<String, Object> config = config(bootstrapServers);
    config.putAll(more);
    this.ours = BarnabasAdmin.create(config);
    this.theirs = Admin.create(config);
  }

  static Map<String, Object> config(String bootstrapServers) {
    return new LinkedHashMap<>(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.RETRY_BACKOFF_MS_CONFIG,
            20));
  }

  /** A name that no other test uses. */
  static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  static <T> T get(KafkaFuture<T> future) throws Exception {
    return future.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  static Throwable failureOf(KafkaFuture<?> future) {
    return assertThrows(ExecutionException.class, () -> future.get(PATIENCE_S, TimeUnit.SECONDS))
        .getCause();
  }

  /** Both answer the same. */
  <T> T same(Function<Admin, KafkaFuture<T>> question) throws Exception {
    T expected = get(question.apply(theirs));
    T actual = get(question.apply(ours));
    assertEquals(expected, actual);
    return actual;
  }

  /** Both fail with the same exception and the same words. */
  Throwable sameFailure(Function<Admin, ? extends KafkaFuture<?>> question) {
    Throwable expected = failureOf(question.apply(theirs));
    Throwable actual = failureOf(question.apply(ours));
    assertEquals(expected.getClass(), actual.getClass());
    assertEquals(expected.getMessage(), actual.getMessage());
    return actual;
  }

  /** Both fail with the same exception, in whatever words. */
  Throwable sameFailureType(Function<Admin, ? extends KafkaFuture<?>> question) {
    Throwable expected = failureOf(question.apply(theirs));
    Throwable actual = failureOf(question.apply(ours));
    assertEquals(expected.getClass(), actual.getClass());
    return actual;
  }

  @Override
  public void close() {
    ours.close();
    theirs.close();
  }
}
