package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.config;
import static io.barnabas.admin.BothAdmins.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.loop.ManualClock;
import io.barnabas.testkit.FakeBroker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callbacks of users: where they run, and what those that wait hold up. */
class CallbacksTest {

  private static final int PARTITIONS = 50;
  private static final int PATIENCE_S = 20;

  private final FakeBroker broker = FakeBroker.start();
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private BarnabasAdmin admin;

  @BeforeEach
  void connect() {
    broker.topic("t", PARTITIONS);
    admin = BarnabasAdmin.create(config(broker.address()));
  }

  @AfterEach
  void close() {
    released.countDown();
    admin.close();
    broker.close();
  }

  /** Answers when the test says so: until then callbacks can be hung on what it completes. */
  private void holdBack(ApiKeys api) {
    broker.once(
        api,
        request -> {
          await(answered);
          return broker.defaultReply(request);
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(PATIENCE_S, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A callback that waits to be released. */
  private CompletableFuture<Collection<Node>> waitInCallback() throws Exception {
    get(admin.listTopics().names());
    holdBack(ApiKeys.DESCRIBE_CLUSTER);
    CountDownLatch waits = new CountDownLatch(1);
    KafkaFuture<Collection<Node>> held =
        admin
            .describeCluster()
            .nodes()
            .whenComplete(
                (nodes, failure) -> {
                  waits.countDown();
                  await(released);
                });
    answered.countDown();
    await(waits);
    return held.toCompletionStage().toCompletableFuture();
  }

  @Test
  void callbackThatWaitsHoldsUpNoOtherCall() throws Exception {
    CompletableFuture<Collection<Node>> held = waitInCallback();

    assertTrue(get(admin.listTopics().names()).contains("t"));
    assertEquals(1, get(admin.describeTopics(List.of("t")).allTopicNames()).size());
    assertFalse(held.isDone());
    released.countDown();
    assertEquals(1, held.get(PATIENCE_S, TimeUnit.SECONDS).size());
  }

  @Test
  void callbackMayWaitForAnotherAnswer() throws Exception {
    get(admin.listTopics().names());
    holdBack(ApiKeys.DESCRIBE_CLUSTER);
    KafkaFuture<Integer> topics =
        admin
            .describeCluster()
            .nodes()
            .thenApply(
                nodes -> {
                  try {
                    return get(admin.listTopics().names()).size();
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                });
    answered.countDown();

    assertEquals(1, get(topics));
  }

  @Test
  void callbacksRunOneAfterAnotherOnAThreadOfTheirOwn() throws Exception {
    admin.close();
    AdminClientConfig config = new AdminClientConfig(config(broker.address()));
    admin = new BarnabasAdmin(AdminParts.of(config, new ManualClock())); // none takes its time
    get(admin.describeTopics(List.of("t")).allTopicNames());
    holdBack(ApiKeys.LIST_OFFSETS);
    var result =
        admin.listOffsets(
            IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition("t", partition))
                .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())));
    Map<TopicPartition, Thread> threads = new HashMap<>(); // one thread at a time
    ConcurrentLinkedQueue<KafkaFuture<?>> derived = new ConcurrentLinkedQueue<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      TopicPartition key = new TopicPartition("t", partition);
      derived.add(
          result
              .partitionResult(key)
              .whenComplete((offset, failure) -> threads.put(key, Thread.currentThread())));
    }
    answered.countDown();
    get(KafkaFuture.allOf(derived.toArray(new KafkaFuture<?>[0])));

    assertEquals(PARTITIONS, threads.size());
    Thread first = threads.get(new TopicPartition("t", 0));
    threads.values().forEach(thread -> assertSame(first, thread));
    assertNotSame(Thread.currentThread(), first);
    assertEquals("kafka-admin-client-callbacks", first.getName());
  }

  @Test
  void closeLeavesACallbackThatWaitsBehind() throws Exception {
    CompletableFuture<Collection<Node>> held = waitInCallback();

    admin.close(Duration.ZERO);

    assertFalse(held.isDone());
  }
}
