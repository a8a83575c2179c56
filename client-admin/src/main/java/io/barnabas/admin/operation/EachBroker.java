package io.barnabas.admin.operation;

import io.barnabas.admin.driver.AdminDriver;
import io.barnabas.admin.driver.AdminFuture;
import io.barnabas.admin.driver.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/**
 * Asks each broker of the cluster the same and puts the answers together: what was listed, each
 * thing once, and the exceptions of the brokers that failed. Any thread; the result completes on
 * the loop.
 */
public final class EachBroker {

  private final AdminDriver driver;

  /** Of both steps together. */
  private final long deadlineMs;

  /**
   * @param timeoutMs for all of it; null for the default
   */
  public EachBroker(AdminDriver driver, Integer timeoutMs) {
    this.driver = driver;
    this.deadlineMs = driver.deadlineMs(timeoutMs);
  }

  public <L> KafkaFuture<Collection<Object>> list(Operation<Integer, Collection<L>, ?> operation) {
    KafkaFuture<List<Integer>> known = driver.runUntil(new BrokerIds(operation.name()), deadlineMs);
    AdminFuture<Collection<Object>> all = AdminFuture.after(known);
    AdminFuture.proceed(
        known,
        (brokers, failure) -> {
          if (failure == null) {
            ask(operation, brokers, all);
          } else {
            all.complete(List.of(noBrokers(operation, failure)));
          }
        });
    return all;
  }

  private static KafkaException noBrokers(Operation<?, ?, ?> operation, Throwable failure) {
    return new KafkaException("Failed to find brokers for " + operation.name(), failure);
  }

  private <L> void ask(
      Operation<Integer, Collection<L>, ?> operation,
      Collection<Integer> brokers,
      AdminFuture<Collection<Object>> all) {
    Map<Integer, KafkaFuture<Collection<L>>> answers =
        driver.runUntil(operation, brokers, deadlineMs);
    Set<Object> listed = new LinkedHashSet<>();
    List<Object> failures = new ArrayList<>();
    List<Integer> left = new ArrayList<>(brokers);
    answers.forEach(
        (broker, answer) ->
            AdminFuture.proceed(
                answer,
                (listings, failure) -> {
                  if (failure == null) {
                    listed.addAll(listings);
                  } else {
                    failures.add(failure);
                  }
                  left.remove(broker);
                  if (left.isEmpty()) {
                    listed.addAll(failures);
                    all.complete(List.copyOf(listed));
                  }
                }));
  }

  /** The answer of each broker by its id. */
  public <V> KafkaFuture<Map<Integer, KafkaFuture<V>>> ask(Operation<Integer, V, ?> operation) {
    return AdminFuture.map(
        driver.runUntil(new BrokerIds(operation.name()), deadlineMs),
        brokers -> driver.runUntil(operation, brokers, deadlineMs));
  }

  /** What {@link #ask(Operation)} comes to when all brokers have answered, or the first failure. */
  public static <V> KafkaFuture<Map<Integer, V>> together(
      KafkaFuture<Map<Integer, KafkaFuture<V>>> asked) {
    AdminFuture<Map<Integer, V>> all = AdminFuture.after(asked);
    AdminFuture.proceed(
        asked,
        (answers, failure) -> {
          if (failure == null) {
            collect(answers, all);
          } else {
            all.completeExceptionally(failure);
          }
        });
    return all;
  }

  private static <V> void collect(
      Map<Integer, KafkaFuture<V>> answers, AdminFuture<Map<Integer, V>> all) {
    Map<Integer, V> values = new HashMap<>();
    answers.forEach(
        (broker, answer) ->
            AdminFuture.proceed(
                answer,
                (value, failure) -> {
                  if (failure != null) {
                    all.completeExceptionally(failure);
                    return;
                  }
                  values.put(broker, value);
                  if (values.size() == answers.size()) {
                    all.complete(values);
                  }
                }));
  }
}
