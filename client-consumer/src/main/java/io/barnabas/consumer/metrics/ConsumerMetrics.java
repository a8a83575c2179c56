package io.barnabas.consumer.metrics;

import io.barnabas.network.loop.Clock;
import io.barnabas.network.metrics.AnswerTimes;
import io.barnabas.network.metrics.ClientMetrics;
import io.barnabas.network.metrics.Distribution;
import io.barnabas.protocol.ApiKey;
import java.util.Map;
import java.util.function.IntSupplier;

/** All metrics of one consumer. Made before its loop starts. */
public final class ConsumerMetrics {
  private final ClientMetrics client;
  private final Clock clock;
  private final CallMetrics calls;
  private final FetchMetrics fetches;

  /**
   * @param clock the loop's
   */
  public ConsumerMetrics(ClientMetrics client, Clock clock) {
    this.client = client;
    this.clock = clock;
    this.calls = new CallMetrics(client, clock);
    this.fetches = new FetchMetrics(client, clock);
    timeAnswers(Map.of());
  }

  /**
   * Those of the group the consumer is in, if it is in one.
   *
   * @param assignedPartitions how many there are now; called by any thread
   * @param classic whether the group may be a classic one
   */
  public GroupMetrics group(IntSupplier assignedPartitions, boolean classic) {
    GroupMetrics group = new GroupMetrics(client, clock, assignedPartitions, classic);
    timeAnswers(
        Map.of(
            ApiKey.HEARTBEAT, group.heartbeatNanos(),
            ApiKey.CONSUMER_GROUP_HEARTBEAT, group.heartbeatNanos(),
            ApiKey.OFFSET_COMMIT, group.commitNanos()));
    return group;
  }

  private void timeAnswers(Map<ApiKey, Distribution> ofGroup) {
    client.timeAnswers(
        new AnswerTimes(ApiKey.FETCH, fetches.latencyNanos(), fetches.throttleMs(), ofGroup));
  }

  public CallMetrics calls() {
    return calls;
  }

  public FetchMetrics fetches() {
    return fetches;
  }
}
