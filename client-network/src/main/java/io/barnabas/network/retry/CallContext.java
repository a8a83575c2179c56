package io.barnabas.network.retry;

import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.error.Backoff;
import io.barnabas.network.loop.EventLoop;

/** What the calls of one client share. */
record CallContext(
    String logPrefix,
    int requestTimeoutMs,
    Backoff backoff,
    Routing routing,
    RequestSender requests,
    EventLoop loop) {}
