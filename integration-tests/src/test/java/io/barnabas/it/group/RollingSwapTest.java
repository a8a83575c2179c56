package io.barnabas.it.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.it.group.GroupEvent.Kind;
import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The members of a running group are replaced one by one, and back again, while records flow. The
 * partitions that a member keeps meanwhile never stop for long.
 */
class RollingSwapTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int PARTITIONS = 6;
  private static final int MEMBERS = 2;
  private static final long LONGEST_GAP_MS = 2_000;

  private final KafkaCluster cluster = KafkaCluster.shared();
  private final String topic = "swapped-" + UUID.randomUUID();
  private final GroupLog log = new GroupLog();
  private final List<LocalMember> members = new ArrayList<>();
  private int started;

  @AfterEach
  void leaveNobody() {
    members.forEach(LocalMember::close);
  }

  @Test
  void fromKafkaClientsAndBackByTheClassicProtocol() throws Exception {
    swap(new MemberConfig(false, "classic"), new MemberConfig(true, "classic"));
  }

  @Test
  void fromKafkaClientsAndBackByTheNewProtocol() throws Exception {
    swap(new MemberConfig(false, "consumer"), new MemberConfig(true, "consumer"));
  }

  @Test
  void fromTheClassicProtocolToTheNewOneAndBack() throws Exception {
    swap(new MemberConfig(true, "classic"), new MemberConfig(true, "consumer"));
  }

  private void swap(MemberConfig from, MemberConfig to) throws Exception {
    cluster.createTopic(topic, PARTITIONS);
    try (NumberedFlow flow = new NumberedFlow(cluster.bootstrapServers(), topic, PARTITIONS)) {
      for (int i = 0; i < MEMBERS; i++) {
        join(from);
      }
      replaceAllBy(to);
      replaceAllBy(from);
      int records = flow.finish();
      Await.until("all records", LIMIT, () -> log.hasProcessed(records));
      for (LocalMember member : members) {
        member.leave();
      }
      GroupChecker checker = new GroupChecker();
      assertEquals(List.of(), checker.check(log.events(), records));
      assertEquals(0, checker.doubled());
      assertEquals(0, log.count(Kind.LOST));
      assertTrue(
          checker.longestGapMs() <= LONGEST_GAP_MS, checker.longestGapMs() + " ms without records");
    }
  }

  private void replaceAllBy(MemberConfig config) throws InterruptedException {
    for (int i = 0; i < MEMBERS; i++) {
      join(config);
      members.remove(0).leave();
      awaitShared();
    }
  }

  private void join(MemberConfig config) {
    String name = (config.ours() ? "ours-" : "theirs-") + config.protocol() + "-" + started++;
    members.add(
        new LocalMember(name, config.consumer(cluster.bootstrapServers(), topic), topic, log));
    awaitShared();
  }

  private void awaitShared() {
    Set<String> all = members.stream().map(LocalMember::name).collect(Collectors.toSet());
    Await.until(
        "all partitions to be shared by " + all,
        LIMIT,
        () -> log.allOwned(PARTITIONS) && log.owners().equals(all));
    long sharedAtMs = System.currentTimeMillis();
    Await.until("records of all partitions", LIMIT, () -> log.allFlowSince(sharedAtMs, PARTITIONS));
  }
}
