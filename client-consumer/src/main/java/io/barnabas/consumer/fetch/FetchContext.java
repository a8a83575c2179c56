package io.barnabas.consumer.fetch;

import io.barnabas.consumer.handover.PollSignal;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.loop.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * What all brokers' fetchers share.
 *
 * @param lastFetchId grows by one with each fetch of any broker; 0 is no fetch
 * @param cursors the cursors that are still good, by partition: owned by the {@link Fetcher}
 */
record FetchContext(
    FetchSettings settings,
    RequestSender requests,
    Metadata metadata,
    FetchBuffer buffer,
    PollSignal signal,
    Clock clock,
    AtomicLong lastFetchId,
    Map<TopicPartition, FetchCursor> cursors) {}
