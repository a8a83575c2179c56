package io.barnabas.it.group;

import io.barnabas.it.group.GroupEvent.Kind;
import io.barnabas.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Members come, leave, freeze and die, in an order that follows from the seed, while records flow;
 * after each event all partitions must flow again in time.
 */
final class GroupChaos implements AutoCloseable {
  static final int PARTITIONS = 12;

  /** The session of who is gone runs out first. */
  private static final Duration RECOVERY =
      Duration.ofMillis(MemberConfig.SESSION_TIMEOUT_MS + 5_000);

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int MOST_MEMBERS = 6;
  private static final int SHORT_PAUSE_MS = 1_500;
  private static final int LONG_PAUSE_MS = MemberConfig.SESSION_TIMEOUT_MS + 2_000;

  private final String servers;
  private final String topic;
  private final String protocol;
  private final Random random;
  private final GroupLog log = new GroupLog();
  private final List<ChildMember> members = new ArrayList<>();
  private int started;
  private int doubled;
  private long slowestMs;

  GroupChaos(String servers, String topic, String protocol, long seed) {
    this.servers = servers;
    this.topic = topic;
    this.protocol = protocol;
    this.random = new Random(seed);
  }

  /** What went wrong; empty if nothing did. */
  List<String> run(int atFirst, int events) throws Exception {
    try (NumberedFlow flow = new NumberedFlow(servers, topic, PARTITIONS)) {
      for (int i = 0; i < atFirst; i++) {
        start();
      }
      awaitAllOwners();
      for (int i = 0; i < events; i++) {
        happen();
      }
      int records = flow.finish();
      Await.until("all records", START_LIMIT, () -> log.hasProcessed(records));
      for (ChildMember member : members) {
        member.leave();
      }
      GroupChecker checker = new GroupChecker();
      List<String> violations = checker.check(log.events(), records);
      doubled = checker.doubled();
      return violations;
    }
  }

  private void happen() throws Exception {
    int kind = random.nextInt(10);
    if (members.size() <= 2 || (kind < 4 && members.size() < MOST_MEMBERS)) {
      start();
      awaitAllOwners();
      recover("the coming of a member");
    } else if (kind < 6) {
      leave(members.remove(random.nextInt(members.size())));
    } else if (kind < 8) {
      ChildMember victim = members.remove(random.nextInt(members.size()));
      victim.kill();
      recover("the death of " + victim.name());
    } else {
      pause(members.get(random.nextInt(members.size())), random.nextBoolean());
    }
  }

  private void start() throws IOException {
    boolean ours = started % 2 == 0;
    ChildMember member =
        new ChildMember(
            (ours ? "ours-" : "theirs-") + started++,
            new MemberConfig(ours, protocol),
            servers,
            topic,
            log);
    members.add(member);
  }

  private void awaitAllOwners() {
    Set<String> all = members.stream().map(ChildMember::name).collect(Collectors.toSet());
    Await.until("partitions for " + all, START_LIMIT, () -> log.owners().equals(all));
  }

  private void leave(ChildMember member) throws Exception {
    if (member.leave() != 0) {
      throw new AssertionError(member.name() + " failed");
    }
    recover("the leaving of " + member.name());
  }

  private void pause(ChildMember member, boolean longer) throws Exception {
    long untilMs = System.currentTimeMillis() + (longer ? LONG_PAUSE_MS : SHORT_PAUSE_MS);
    member.pause();
    try {
      if (longer) {
        recover("the pause of " + member.name());
      }
      Await.until("the end of the pause", START_LIMIT, () -> System.currentTimeMillis() >= untilMs);
    } finally {
      member.resume();
    }
    recover("the return of " + member.name());
  }

  private void recover(String from) {
    long sinceMs = System.currentTimeMillis();
    Await.until(
        "all partitions to flow after " + from,
        RECOVERY,
        () -> log.allFlowSince(sinceMs, PARTITIONS));
    slowestMs = Math.max(slowestMs, System.currentTimeMillis() - sinceMs);
  }

  /** For people. */
  String summary() {
    return "%s: %d members in all, %d records, %d doubled, %d revocations, %d losses, slowest recovery %d ms"
        .formatted(
            protocol,
            started,
            log.count(Kind.PROCESSED),
            doubled,
            log.count(Kind.REVOKED),
            log.count(Kind.LOST),
            slowestMs);
  }

  @Override
  public void close() {
    members.forEach(ChildMember::close);
  }
}
