package io.barnabas.network.cluster;

import io.barnabas.network.cluster.Coordinators.Subject;
import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.network.error.ErrorAction;
import io.barnabas.network.error.ErrorActions;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.FindCoordinatorResponse;
import io.barnabas.protocol.message.FindCoordinatorResponse.Coordinator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Reads the answer to one FindCoordinator request, in its old form or its batched one. */
final class CoordinatorAnswer implements ResponseHandler<FindCoordinatorResponse> {

  private final List<CoordinatorLookup> lookups;
  private final Coordinators coordinators;

  CoordinatorAnswer(List<CoordinatorLookup> lookups, Coordinators coordinators) {
    this.lookups = lookups;
    this.coordinators = coordinators;
  }

  @Override
  public void onResponse(FindCoordinatorResponse response) {
    Map<String, Coordinator> byKey = new HashMap<>();
    for (Coordinator coordinator : response.coordinators()) {
      byKey.put(coordinator.key(), coordinator);
    }
    for (CoordinatorLookup lookup : lookups) {
      String key = lookup.subject().key();
      settle(lookup, response.coordinators().isEmpty() ? alone(response, key) : byKey.get(key));
    }
  }

  @Override
  public void onFailure(RequestFailure failure) {
    for (CoordinatorLookup lookup : lookups) {
      if (failure.cause() instanceof RetriableException || tooMany(failure)) {
        coordinators.again(lookup, failure.cause());
      } else {
        coordinators.failed(lookup, failure.cause());
      }
    }
  }

  /** The broker turned out to take one at a time only: that is known by the next try. */
  private boolean tooMany(RequestFailure failure) {
    return lookups.size() > 1 && failure.cause() instanceof UnsupportedVersionException;
  }

  /** The old form, which answers for one key without naming it. */
  private static Coordinator alone(FindCoordinatorResponse response, String key) {
    return new Coordinator()
        .key(key)
        .errorCode(response.errorCode())
        .errorMessage(response.errorMessage())
        .nodeId(response.nodeId())
        .host(response.host())
        .port(response.port());
  }

  private void settle(CoordinatorLookup lookup, Coordinator answer) {
    if (answer == null) {
      coordinators.again(
          lookup, new CoordinatorNotAvailableException("The broker did not answer for this key"));
      return;
    }
    ErrorCode error = ErrorCode.forCode(answer.errorCode());
    ErrorAction action = ErrorActions.of(ApiKey.FIND_COORDINATOR, error);
    switch (action) {
      case NONE -> settleFound(lookup, answer);
      case FAIL, FATAL ->
          coordinators.failed(lookup, exception(lookup.subject(), error, answer.errorMessage()));
      default -> coordinators.again(lookup, ErrorExceptions.of(error, answer.errorMessage()));
    }
  }

  private void settleFound(CoordinatorLookup lookup, Coordinator answer) {
    if (answer.nodeId() < 0 || !NodeAddress.plausible(answer.host(), answer.port())) {
      coordinators.again(
          lookup,
          new CoordinatorNotAvailableException(
              "The broker named as coordinator node %d at %s:%d"
                  .formatted(answer.nodeId(), answer.host(), answer.port())));
      return;
    }
    coordinators.found(lookup, new Node(answer.nodeId(), answer.host(), answer.port()));
  }

  private static KafkaException exception(Subject subject, ErrorCode error, String message) {
    return error == ErrorCode.GROUP_AUTHORIZATION_FAILED
        ? GroupAuthorizationException.forGroupId(subject.key())
        : ErrorExceptions.of(error, message);
  }
}
