package io.barnabas.consumer.fetch;

import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.consumer.metrics.FetchMetrics;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.loop.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What all brokers' fetchers share.
 *
 * @param frameEnd takes the array of an answer that has been used up; any thread
 * @param lastFetchId grows by one with each fetch of any broker; 0 is no fetch
 * @param cursors the cursors that are still good, by partition: owned by the {@link Fetcher}
 * @param regroup a cursor goes to another broker
 */
record FetchContext(
    FetchSettings settings,
    RequestSender requests,
    Consumer<byte[]> frameEnd,
    FetchMetrics metrics,
    Metadata metadata,
    FetchBuffer buffer,
    PollSignal signal,
    Clock clock,
    AtomicLong lastFetchId,
    Map<TopicPartition, FetchCursor> cursors,
    Runnable regroup) {}
