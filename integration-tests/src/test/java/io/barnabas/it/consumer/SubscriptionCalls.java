package io.barnabas.it.consumer;

import io.barnabas.it.consumer.ScriptListener.Habit;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.TopicPartition;

/** Subscriptions, assignments, and the life of a member. */
final class SubscriptionCalls {
  private final ConsumerScript script;
  private final CommitCalls commits;
  private final ScriptTopics topics;
  private final Random random;

  SubscriptionCalls(
      ConsumerScript script, CommitCalls commits, ScriptTopics topics, Random random) {
    this.script = script;
    this.commits = commits;
    this.topics = topics;
    this.random = random;
  }

  void draw() {
    switch (random.nextInt(11)) {
      case 0, 1 -> topics();
      case 2 -> pattern();
      case 3 -> serverPattern();
      case 4, 5, 6 -> assign();
      case 7 -> unsubscribe();
      case 8 -> groupMetadata();
      case 9 -> enforceRebalance();
      default -> closeAndOpen();
    }
  }

  private void topics() {
    Set<String> chosen = topics.someTopics(random);
    Habit habit = someHabit();
    settle();
    script.run(
        "subscribe " + chosen + listening(habit),
        run -> {
          if (habit == null) {
            run.consumer().subscribe(chosen);
          } else {
            run.consumer().subscribe(chosen, new ScriptListener(run, habit));
          }
          run.subscribed(chosen);
        });
    if (script.joinsByItself() || random.nextBoolean()) {
      settle();
    }
  }

  /** Null for no listener. */
  private Habit someHabit() {
    return random.nextInt(3) == 0 ? null : Habit.any(random);
  }

  private static String listening(Habit habit) {
    return habit == null ? "" : ", the listener " + habit;
  }

  /** Drains in the same call: how soon the topics are found depends on time. */
  private void pattern() {
    Pattern pattern = topics.somePattern(random);
    Habit habit = someHabit();
    settle();
    script.add(
        "subscribe /" + pattern + "/" + listening(habit) + " and drain",
        run -> {
          if (habit == null) {
            run.consumer().subscribe(pattern);
          } else {
            run.consumer().subscribe(pattern, new ScriptListener(run, habit));
          }
          run.subscribed(topics.matching(pattern));
          return new Drain(topics).on(run);
        });
    settle();
  }

  private void serverPattern() {
    Pattern pattern = topics.somePattern(random);
    SubscriptionPattern asText = new SubscriptionPattern(pattern.pattern());
    Habit habit = someHabit();
    settle();
    script.run(
        "subscribe to the coordinator's /" + pattern + "/" + listening(habit),
        run -> {
          if (habit == null) {
            run.consumer().subscribe(asText);
          } else {
            run.consumer().subscribe(asText, new ScriptListener(run, habit));
          }
          run.subscribed(topics.matching(pattern));
        });
    settle();
  }

  private void assign() {
    Set<TopicPartition> chosen = topics.somePartitions(random);
    script.run("assign " + chosen, run -> run.consumer().assign(chosen));
  }

  private void unsubscribe() {
    if (leavesForGood()) {
      closeAndOpen();
      return;
    }
    script.run(
        "unsubscribe",
        run -> {
          run.subscribed(null);
          run.consumer().unsubscribe();
        });
    script.look();
    if (script.isStatic()) {
      comeBack();
    }
  }

  /**
   * Leaves nothing behind that a rebalance would change: what is read and committed before it, and
   * how many there are, depends on time.
   */
  private void settle() {
    script.run("resume all", run -> run.consumer().resume(run.consumer().assignment()));
    script.drain();
    commits.commitPositions();
  }

  private void groupMetadata() {
    script.add(
        "groupMetadata",
        run -> {
          ConsumerGroupMetadata metadata = run.consumer().groupMetadata();
          // how often the group had to rebalance depends on time
          return (metadata.generationId() < 0 ? "no generation " : "a generation ")
              + metadata.groupInstanceId()
              + (metadata.memberId().isEmpty() ? " no member" : " a member");
        });
  }

  /** The protocol of KIP-848 does not know such a wish. */
  private void enforceRebalance() {
    settle();
    script.add(
        "enforceRebalance",
        run -> {
          int before = run.consumer().groupMetadata().generationId();
          run.consumer().enforceRebalance("script");
          boolean rebalances = before >= 0 && !script.joinsByItself();
          return rebalances ? new Drain(topics).on(run, before) : "done";
        });
    settle();
  }

  private void closeAndOpen() {
    GroupMembershipOperation operation = someOperation();
    close(operation);
    script.look();
    script.run("open", ScriptRun::open);
    if (script.isStatic() && operation != GroupMembershipOperation.LEAVE_GROUP) {
      comeBack();
    }
  }

  /** While a group waits for a static member, it takes commits of nobody else. */
  private void comeBack() {
    topics();
  }

  void close() {
    close(someOperation());
  }

  private void close(GroupMembershipOperation operation) {
    script.run(
        "close " + operation,
        run -> {
          // which of them are known by now, and committed, depends on time
          Drain.requirePositions(run.consumer());
          run.subscribed(null);
          run.consumer()
              .close(
                  CloseOptions.groupMembershipOperation(operation)
                      .withTimeout(ConsumerScript.PATIENCE));
        });
  }

  /** Whether the member must not come back: see {@link KnownDifferences}. */
  private boolean leavesForGood() {
    return script.isStatic() && !script.joinsByItself();
  }

  /** A member that remained would keep its partitions from the next one, if that is another. */
  private GroupMembershipOperation someOperation() {
    if (leavesForGood()) {
      return GroupMembershipOperation.LEAVE_GROUP;
    }
    if (script.isStatic()) {
      GroupMembershipOperation[] all = GroupMembershipOperation.values();
      return all[random.nextInt(all.length)];
    }
    return random.nextBoolean()
        ? GroupMembershipOperation.DEFAULT
        : GroupMembershipOperation.LEAVE_GROUP;
  }
}
