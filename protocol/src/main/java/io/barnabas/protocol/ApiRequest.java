package io.barnabas.protocol;

/**
 * A message that asks for an answer, and knows the answer's type.
 *
 * @param <R> the response; it comes in the version of the request
 */
public interface ApiRequest<R extends ApiMessage> extends ApiMessage {

  /** The API that the request belongs to. */
  ApiKey apiKey();

  /** An empty response to read the answer into. */
  R newResponse();
}
