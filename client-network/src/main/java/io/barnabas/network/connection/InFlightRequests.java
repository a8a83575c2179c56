package io.barnabas.network.connection;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The requests of one connection that are written and wait for their answers. A broker answers in
 * the order of the requests, so that only the oldest may be answered. Loop thread only.
 */
final class InFlightRequests {

  private final Deque<PendingRequest<?>> requests = new ArrayDeque<>();

  void add(PendingRequest<?> request) {
    requests.addLast(request);
  }

  /**
   * The oldest request, which an answer with this id belongs to; it stays until {@link
   * #removeFirst}.
   */
  PendingRequest<?> expect(int correlationId) throws InvalidFrameException {
    PendingRequest<?> oldest = requests.peekFirst();
    if (oldest == null) {
      throw new InvalidFrameException(
          "the peer sent an answer (correlation id " + correlationId + ") that nothing waits for");
    }
    if (oldest.correlationId() != correlationId) {
      throw new InvalidFrameException(
          String.format(
              "the peer answered with correlation id %d where the answer to %s with %d is next",
              correlationId, oldest.key(), oldest.correlationId()));
    }
    return oldest;
  }

  void removeFirst() {
    requests.removeFirst();
  }

  int size() {
    return requests.size();
  }

  long earliestDeadlineMs() {
    return Deadlines.earliest(requests);
  }

  void drainTo(Deque<PendingRequest<?>> target) {
    target.addAll(requests);
    requests.clear();
  }
}
