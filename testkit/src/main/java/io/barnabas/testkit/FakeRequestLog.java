package io.barnabas.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.protocol.ApiKeys;

/** The requests that a {@link FakeBroker} has read, in the order of their arrival. Thread-safe. */
final class FakeRequestLog {
  private final List<FakeRequest> requests = new CopyOnWriteArrayList<>();

  void add(FakeRequest request) {
    requests.add(request);
  }

  List<FakeRequest> all() {
    return List.copyOf(requests);
  }

  List<FakeRequest> of(ApiKeys api) {
    return requests.stream().filter(request -> request.api() == api).toList();
  }

  FakeRequest await(ApiKeys api, int nth, Duration limit) {
    Await.until(
        "request %d of %s; so far: %s".formatted(nth, api, all()),
        limit,
        () -> of(api).size() >= nth);
    return of(api).get(nth - 1);
  }
}
