package io.barnabas.network.connection;

import java.util.ArrayList;
import java.util.List;

/** Keeps what came of a request, and how often. */
public final class Outcome<R> implements ResponseHandler<R> {

  private final List<R> responses = new ArrayList<>();
  private final List<RequestFailure> failures = new ArrayList<>();

  @Override
  public void onResponse(R response) {
    responses.add(response);
  }

  @Override
  public void onFailure(RequestFailure failure) {
    failures.add(failure);
  }

  public boolean isDone() {
    return !responses.isEmpty() || !failures.isEmpty();
  }

  /** The answer, which must be the one outcome. */
  public R response() {
    requireOne();
    if (responses.isEmpty()) {
      throw new AssertionError("failed: " + failures.get(0), failures.get(0).cause());
    }
    return responses.get(0);
  }

  /** The failure, which must be the one outcome. */
  public RequestFailure failure() {
    requireOne();
    if (failures.isEmpty()) {
      throw new AssertionError("was answered");
    }
    return failures.get(0);
  }

  private void requireOne() {
    if (responses.size() + failures.size() != 1) {
      throw new AssertionError(responses.size() + " answers, " + failures.size() + " failures");
    }
  }
}
