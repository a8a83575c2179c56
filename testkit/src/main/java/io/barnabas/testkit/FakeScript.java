package io.barnabas.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Which answer is next for an API: those for one request in their order, then the lasting one.
 * Guarded by itself.
 */
final class FakeScript {
  private final Map<ApiKeys, Deque<Answer>> once = new EnumMap<>(ApiKeys.class);
  private final Map<ApiKeys, Answer> lasting = new EnumMap<>(ApiKeys.class);

  synchronized void once(ApiKeys api, Answer answer) {
    once.computeIfAbsent(api, key -> new ArrayDeque<>()).add(answer);
  }

  synchronized void lasting(ApiKeys api, Answer answer) {
    lasting.put(api, answer);
  }

  synchronized void reset(ApiKeys api) {
    once.remove(api);
    lasting.remove(api);
  }

  synchronized Answer next(ApiKeys api, Answer otherwise) {
    Deque<Answer> queue = once.get(api);
    Answer next = queue == null ? null : queue.poll();
    return next != null ? next : lasting.getOrDefault(api, otherwise);
  }
}
