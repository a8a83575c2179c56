package io.barnabas.admin.driver;

/**
 * How long, and how often, is tried.
 *
 * @param requestTimeoutMs for a single request
 * @param callTimeoutMs for a whole call where its options name no time
 * @param retries how often a request may go out again
 */
public record Limits(int requestTimeoutMs, int callTimeoutMs, int retries) {}
