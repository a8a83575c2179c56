package io.barnabas.network.connection;

import org.apache.kafka.common.errors.ApiException;

/**
 * Why a request has no answer.
 *
 * @param cause the exception users of kafka-clients know: {@code DisconnectException}, {@code
 *     TimeoutException}, {@code UnsupportedVersionException}, {@code AuthenticationException} …
 * @param maybeSent false if the broker surely never saw the request; true if it may have acted on
 *     it
 */
public record RequestFailure(ApiException cause, boolean maybeSent) {}
