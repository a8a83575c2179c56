package io.barnabas.testkit;

/**
 * How a {@link FakeBroker} answers a request. Called on the thread of the request's connection; it
 * may block, and the connection's later requests wait meanwhile.
 */
@FunctionalInterface
public interface Answer {
  Reply to(FakeRequest request);
}
