package io.barnabas.consumer.fetch;

import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.network.loop.Poller;
import io.barnabas.protocol.message.FetchRequest;
import io.barnabas.protocol.message.FetchResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;

/**
 * The fetches from one broker: at most one under way, and the next leaves when its answer has come,
 * whatever the application has still to consume. Loop thread only.
 */
final class BrokerFetcher implements ResponseHandler<SessionAnswer> {
  private static final long NO_ROOM_INTERVAL_MS = 1_000;

  private final int nodeId;
  private final FetchContext context;
  private final FetchSession session;
  private final PartitionAnswers answers;

  /** Those that gave data last stand at the end, so that all get their turn: a look-up moves. */
  private final Map<TopicPartition, FetchCursor> cursors = new LinkedHashMap<>(16, 0.75f, true);

  /** What the fetch under way asked for. */
  private final List<FetchCursor> inFlight = new ArrayList<>();

  /** The fetch under way, or {@link FetchCursor#NOT_IN_FLIGHT}. */
  private long fetchId = FetchCursor.NOT_IN_FLIGHT;

  private int reservedBytes;
  private long retryAtMs = Long.MIN_VALUE;

  /** When it was last noted that the buffer has no room. */
  private long noRoomAtMs;

  private int failures;

  BrokerFetcher(int nodeId, FetchContext context) {
    this.nodeId = nodeId;
    this.context = context;
    this.session = new FetchSession(context.settings());
    this.answers = new PartitionAnswers(context);
  }

  void clearCursors() {
    cursors.clear();
  }

  void add(FetchCursor cursor) {
    cursors.put(cursor.topicPartition, cursor);
  }

  /** Whether there is nothing to fetch here and nothing to wait for. */
  boolean isIdle() {
    return cursors.isEmpty() && fetchId == FetchCursor.NOT_IN_FLIGHT;
  }

  /**
   * Sends the next fetch if it can; returns when to be asked again.
   *
   * @param answerBytes how large the answer may be
   */
  long poll(long nowMs, int answerBytes) {
    if (fetchId != FetchCursor.NOT_IN_FLIGHT || cursors.isEmpty()) {
      return Poller.NEVER;
    }
    if (nowMs < retryAtMs) {
      return retryAtMs;
    }
    long wakeAtMs = collectFetchable(nowMs);
    if (inFlight.isEmpty()) {
      return wakeAtMs;
    }
    long backoffUntilMs = context.requests().backoffUntilMs(nodeId, Lane.FETCH);
    if (backoffUntilMs > nowMs) {
      inFlight.clear();
      // the leader may have moved away from a broker that does not answer
      context.metadata().requestRefresh();
      return backoffUntilMs;
    }
    if (!context.buffer().reserve(answerBytes)) {
      inFlight.clear();
      waitForRoom(nowMs);
      return Poller.NEVER;
    }
    reservedBytes = answerBytes;
    send();
    return wakeAtMs;
  }

  /** It is for the application to go on. */
  private void waitForRoom(long nowMs) {
    if (nowMs - noRoomAtMs >= NO_ROOM_INTERVAL_MS) {
      noRoomAtMs = nowMs;
      cursors.values().forEach(cursor -> cursor.alive(nowMs));
    }
  }

  private long collectFetchable(long nowMs) {
    long wakeAtMs = Poller.NEVER;
    for (FetchCursor cursor : cursors.values()) {
      if (cursor.preferredUntilMs <= nowMs) {
        answers.backToLeader(cursor);
      } else if (cursor.isFetchable(nowMs)) {
        inFlight.add(cursor);
      } else if (cursor.isWanted()) {
        wakeAtMs = Math.min(wakeAtMs, cursor.retryAtMs);
      }
    }
    return wakeAtMs;
  }

  private void send() {
    fetchId = context.lastFetchId().incrementAndGet();
    for (FetchCursor cursor : inFlight) {
      cursor.fetchId = fetchId;
    }
    SessionFetch request = session.next(inFlight, fetchId, reservedBytes);
    int timeoutMs = context.settings().requestTimeoutMs();
    context.requests().send(nodeId, Lane.FETCH, request, timeoutMs, this);
  }

  @Override
  public void onResponse(SessionAnswer response) {
    if (session.accept(response.error(), response.sessionId())) {
      failures = 0;
      answers.learnBrokers(response.nodes());
      context.buffer().add(take(response));
      long nowMs = context.clock().nowMs();
      inFlight.forEach(cursor -> cursor.answered(nowMs));
    } else {
      backOff();
    }
    finish();
    context.signal().raise();
  }

  private FetchedAnswer take(SessionAnswer response) {
    FetchedAnswer answer = new FetchedAnswer(context.frameEnd(), context.metrics());
    response.rewind();
    while (response.nextTopic()) {
      String name = session.topicName(response.topicName(), response.topicId());
      if (name != null) {
        takeTopic(answer.topic(name), response);
      }
    }
    return answer;
  }

  private void takeTopic(FetchedTopic topic, SessionAnswer response) {
    while (response.nextPartition()) {
      takePartition(topic, response);
    }
  }

  /** What was not asked for does not count. */
  private void takePartition(FetchedTopic topic, SessionAnswer response) {
    TopicPartition tp = new TopicPartition(topic.name(), response.partition());
    // a cursor that was replaced in the meantime asks anew, and its old answer is dropped
    FetchCursor cursor = context.cursors().get(tp);
    if (cursor == null || cursor.fetchId != fetchId || !cursors.containsKey(tp)) {
      return;
    }
    // what the same answer says of it once more does not count
    cursor.fetchId = FetchCursor.NOT_IN_FLIGHT;
    if (answers.take(cursor, response, topic)) {
      cursors.get(tp);
    }
  }

  /**
   * Tells the broker to forget the session; completes when it has heard, or cannot. On a connection
   * where no fetch under way has to be waited for.
   */
  CompletableFuture<Void> closeSession() {
    CompletableFuture<Void> over = new CompletableFuture<>();
    FetchRequest last = session.closing();
    if (last == null || context.requests().backoffUntilMs(nodeId, Lane.GENERAL) > 0) {
      over.complete(null);
    } else {
      int timeoutMs = context.settings().requestTimeoutMs();
      context.requests().send(nodeId, Lane.GENERAL, last, timeoutMs, new LastAnswer(over));
    }
    return over;
  }

  /** To the request that closes a session. */
  private record LastAnswer(CompletableFuture<Void> over)
      implements ResponseHandler<FetchResponse> {

    @Override
    public void onResponse(FetchResponse response) {
      over.complete(null);
    }

    @Override
    public void onFailure(RequestFailure failure) {
      over.complete(null);
    }
  }

  @Override
  public void onFailure(RequestFailure failure) {
    session.onFailure();
    cursors.values().forEach(answers::backToLeader);
    backOff();
    context.metadata().requestRefresh();
    if (failure.cause() instanceof AuthenticationException refused) {
      context.buffer().fail(refused);
      context.signal().raise();
    }
    finish();
  }

  /** The first failure in a row is retried at once: often a session was evicted, no more. */
  private void backOff() {
    if (failures > 0) {
      retryAtMs = context.clock().nowMs() + context.settings().backoff().delayMs(failures - 1);
    }
    failures++;
  }

  private void finish() {
    for (FetchCursor cursor : inFlight) {
      cursor.fetchId = FetchCursor.NOT_IN_FLIGHT;
    }
    inFlight.clear();
    fetchId = FetchCursor.NOT_IN_FLIGHT;
    context.buffer().unreserve(reservedBytes);
    reservedBytes = 0;
  }
}
