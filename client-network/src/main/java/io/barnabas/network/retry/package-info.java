/**
 * The one retry loop: calls that go where their route leads, again and again until they succeed,
 * fail for good or run out of time. Running calls are owned by the loop thread; clients reach them
 * through {@code NetworkClient}.
 */
package io.barnabas.network.retry;
