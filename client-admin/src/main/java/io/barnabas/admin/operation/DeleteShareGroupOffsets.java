package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DeleteShareGroupOffsetsRequest;
import io.barnabas.protocol.message.DeleteShareGroupOffsetsRequest.DeleteShareGroupOffsetsRequestTopic;
import io.barnabas.protocol.message.DeleteShareGroupOffsetsResponse;
import io.barnabas.protocol.message.DeleteShareGroupOffsetsResponse.DeleteShareGroupOffsetsResponseTopic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.errors.ApiException;

/**
 * Forgets where a share group without members has got to in some topics, at its coordinator. The
 * outcome has the exception of each topic, or null.
 */
public final class DeleteShareGroupOffsets
    implements Operation<String, Map<String, ApiException>, DeleteShareGroupOffsetsResponse> {

  private final Set<String> topics;

  public DeleteShareGroupOffsets(Set<String> topics) {
    this.topics = new HashSet<>(topics);
  }

  @Override
  public String name() {
    return "deleteShareGroupOffsets";
  }

  @Override
  public Route route(String groupId) {
    return Route.group(groupId);
  }

  @Override
  public ApiRequest<DeleteShareGroupOffsetsResponse> request(List<String> groupId, int timeoutMs) {
    return new DeleteShareGroupOffsetsRequest()
        .groupId(groupId.get(0))
        .topics(
            topics.stream()
                .map(topic -> new DeleteShareGroupOffsetsRequestTopic().topicName(topic))
                .toList());
  }

  @Override
  public void read(
      DeleteShareGroupOffsetsResponse response, Items<String, Map<String, ApiException>> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    for (String groupId : items.all()) {
      switch (error) {
        case NONE -> items.complete(groupId, outcomes(response));
        case REBALANCE_IN_PROGRESS -> items.retry(groupId, error, response.errorMessage());
        default -> CoordinatorErrors.settle(items, groupId, error, response.errorMessage());
      }
    }
  }

  private static Map<String, ApiException> outcomes(DeleteShareGroupOffsetsResponse response) {
    Map<String, ApiException> outcomes = new HashMap<>();
    for (DeleteShareGroupOffsetsResponseTopic topic : response.responses()) {
      ErrorCode error = ErrorCode.forCode(topic.errorCode());
      outcomes.put(topic.topicName(), ErrorExceptions.of(error, topic.errorMessage()));
    }
    return outcomes;
  }
}
