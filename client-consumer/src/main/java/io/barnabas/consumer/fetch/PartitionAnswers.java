package io.barnabas.consumer.fetch;

import io.barnabas.network.error.ErrorAction;
import io.barnabas.network.error.ErrorActions;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.FetchResponse.NodeEndpoint;
import io.barnabas.protocol.record.CorruptBatchException;
import io.barnabas.protocol.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one partition's part of a fetch answer. Loop thread only. */
final class PartitionAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionAnswers.class);

  private final FetchContext context;

  PartitionAnswers(FetchContext context) {
    this.context = context;
  }

  /** Brokers that the answer names as new leaders (KIP-951). */
  void learnBrokers(List<NodeEndpoint> nodes) {
    for (NodeEndpoint node : nodes) {
      context.metadata().onBrokerHint(node.nodeId(), node.host(), node.port(), node.rack());
    }
  }

  /**
   * Adds the partition that the answer has at hand to what was fetched of its topic; true if it
   * brought records.
   */
  boolean take(FetchCursor cursor, SessionAnswer answer, FetchedTopic topic) {
    if (answer.partitionError() != ErrorCode.NONE) {
      onError(cursor, answer, topic);
      return false;
    }
    cursor.failures = 0;
    if (answer.preferredReplica() >= 0) {
      goTo(cursor, answer.preferredReplica());
    }
    long fetchOffset = cursor.nextOffset;
    ByteBuffer records = answer.records();
    if (answer.hasRecords()) {
      moveOn(cursor, records);
      cursor.alive(context.clock().nowMs());
    }
    cursor.endOffset =
        context.settings().readCommitted() ? answer.lastStableOffset() : answer.highWatermark();
    add(topic, cursor, fetchOffset, answer, records);
    return answer.hasRecords();
  }

  private void onError(FetchCursor cursor, SessionAnswer answer, FetchedTopic topic) {
    ErrorCode error = answer.partitionError();
    TopicPartition tp = cursor.topicPartition;
    LOG.debug("Fetch of {} at offset {} failed: {}", tp, cursor.nextOffset, error);
    if (error == ErrorCode.OFFSET_OUT_OF_RANGE && cursor.preferLeader()) {
      // a follower may lag behind, or have a shorter log: what the leader says counts
      context.regroup().run();
      return;
    }
    if (isForApplication(error)) {
      cursor.halted = true;
      add(topic, cursor, cursor.nextOffset, answer, ApiMessage.EMPTY_BUFFER);
      return;
    }
    retryLater(cursor);
    if (ErrorActions.of(ApiKey.FETCH, error) == ErrorAction.REFRESH_METADATA) {
      backToLeader(cursor);
      if (!learnLeader(tp, answer.leaderId(), answer.leaderEpoch())) {
        context.metadata().requestRefresh();
      }
    }
  }

  /** The leader names a replica that is nearer (KIP-392); for as long as metadata is good. */
  private void goTo(FetchCursor cursor, int replica) {
    long untilMs = context.clock().nowMs() + context.settings().metadataMaxAgeMs();
    if (cursor.prefer(replica, untilMs)) {
      LOG.debug("{} is fetched from replica {} from now on", cursor.topicPartition, replica);
      context.regroup().run();
    }
  }

  /** The replica that the leader named is of no use any more. */
  void backToLeader(FetchCursor cursor) {
    if (cursor.preferLeader()) {
      context.regroup().run();
    }
  }

  private static boolean isForApplication(ErrorCode error) {
    return switch (error) {
      // passes by itself, and users of kafka-clients see no exception
      case UNKNOWN_LEADER_EPOCH, UNKNOWN_SERVER_ERROR -> false;
      // the broker found its own copy damaged: to be seen, though the code counts as retriable
      case CORRUPT_MESSAGE, OFFSET_OUT_OF_RANGE -> true;
      default -> {
        ErrorAction action = ErrorActions.of(ApiKey.FETCH, error);
        yield action == ErrorAction.FAIL || action == ErrorAction.FATAL;
      }
    };
  }

  private boolean learnLeader(TopicPartition tp, int leaderId, int leaderEpoch) {
    return leaderId >= 0
        && leaderEpoch >= 0
        && context.metadata().onLeaderHint(tp.topic(), tp.partition(), leaderId, leaderEpoch);
  }

  /** The next fetch goes on behind the last whole batch; without one the application sees why. */
  private void moveOn(FetchCursor cursor, ByteBuffer records) {
    long next = cursor.nextOffset;
    boolean anyBatch = false;
    try {
      RecordBatchReader batches = new RecordBatchReader(records);
      while (batches.next()) {
        anyBatch = true;
        next = Math.max(next, batches.nextOffset());
      }
      cursor.halted = !anyBatch;
    } catch (CorruptBatchException e) {
      LOG.debug("A batch of {} cannot be walked over", cursor.topicPartition, e);
      cursor.halted = true;
    }
    if (anyBatch && next == cursor.nextOffset) {
      retryLater(cursor);
    }
    cursor.nextOffset = next;
  }

  private void retryLater(FetchCursor cursor) {
    cursor.retryAtMs =
        context.clock().nowMs() + context.settings().backoff().delayMs(cursor.failures++);
  }

  private static void add(
      FetchedTopic topic,
      FetchCursor cursor,
      long fetchOffset,
      SessionAnswer answer,
      ByteBuffer records) {
    topic.add(
        new FetchedPartition(
            topic,
            cursor.topicPartition,
            cursor.fence,
            fetchOffset,
            cursor.nextOffset,
            answer.partitionError(),
            records,
            answer.abortedTransactions(),
            answer.highWatermark(),
            answer.lastStableOffset(),
            answer.logStartOffset()));
  }
}
