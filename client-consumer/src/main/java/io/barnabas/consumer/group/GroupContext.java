package io.barnabas.consumer.group;

import io.barnabas.consumer.handover.Deadline;
import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.metrics.GroupMetrics;
import io.barnabas.consumer.subscription.SubscriptionState;
import io.barnabas.consumer.subscription.TopicWatch;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.loop.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * What a membership needs from the other parts of the consumer, whatever its protocol. Immutable.
 *
 * @param commitBefore commits what was consumed before partitions are given up
 */
public record GroupContext(
    GroupSettings settings,
    SubscriptionState subscriptions,
    Metadata metadata,
    TopicWatch watch,
    EventLoop loop,
    PollSignal signal,
    CoordinatorRequests coordinator,
    PreRebalanceCommit commitBefore,
    GroupMetrics metrics) {

  /** The type becomes an interface one day; until then this constructor is the way to make one. */
  @SuppressWarnings("removal")
  ConsumerGroupMetadata groupMetadata(int generationId, String memberId) {
    return new ConsumerGroupMetadata(
        settings.groupId(), generationId, memberId, settings.groupInstanceId());
  }

  /** Runs the command on the loop and waits for its end, whatever it is, until the deadline. */
  void runAndAwait(Supplier<CompletableFuture<?>> command, Deadline deadline) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> command.get().whenComplete((ignored, failure) -> done.complete(null)));
    if (!deadline.expired()) {
      signal.await(done, deadline);
    }
  }
}
