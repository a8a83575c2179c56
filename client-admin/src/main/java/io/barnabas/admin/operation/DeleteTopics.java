package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DeleteTopicsRequest;
import io.barnabas.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.barnabas.protocol.message.DeleteTopicsResponse;
import io.barnabas.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.admin.DeleteTopicsOptions;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;

/**
 * Deletes topics, by name or by id.
 *
 * <p>A request whose answer was lost goes out again, as in kafka-clients: if the first one had done
 * its work, the topic fails with {@code UnknownTopicOrPartitionException}, or {@code
 * UnknownTopicIdException}, although it is this call that has deleted it.
 *
 * @param <K> a name or an id
 */
public final class DeleteTopics<K> implements Operation<K, Void, DeleteTopicsResponse> {

  /** Before this version the request has a list of names and nothing else. */
  private static final int FIRST_WITH_IDS = 6;

  private final Function<K, ApiException> refusal;
  private final Function<K, DeleteTopicState> asked;
  private final Function<DeletableTopicResult, K> answered;
  private final ControllerErrors errors;

  private DeleteTopics(
      Function<K, ApiException> refusal,
      Function<K, DeleteTopicState> asked,
      Function<DeletableTopicResult, K> answered,
      DeleteTopicsOptions options) {
    this.refusal = refusal;
    this.asked = asked;
    this.answered = answered;
    this.errors = new ControllerErrors(options.shouldRetryOnQuotaViolation());
  }

  public static DeleteTopics<String> byName(DeleteTopicsOptions options) {
    return new DeleteTopics<>(
        TopicNames::refusal,
        name -> new DeleteTopicState().name(name),
        DeletableTopicResult::name,
        options);
  }

  public static DeleteTopics<Uuid> byId(DeleteTopicsOptions options) {
    return new DeleteTopics<>(
        id -> TopicIds.refusal("ID", id),
        id -> new DeleteTopicState().topicId(TopicIds.of(id)),
        topic -> TopicIds.of(topic.topicId()),
        options);
  }

  @Override
  public String name() {
    return "deleteTopics";
  }

  @Override
  public ApiException refusal(K topic) {
    return refusal.apply(topic);
  }

  @Override
  public Route route(K topic) {
    return Route.controller();
  }

  @Override
  public ApiRequest<DeleteTopicsResponse> request(List<K> topics, int timeoutMs) {
    List<DeleteTopicState> states = topics.stream().map(asked).toList();
    boolean byName = states.stream().allMatch(state -> state.name() != null);
    ApiRequest<DeleteTopicsResponse> request =
        new DeleteTopicsRequest().topics(states).timeoutMs(timeoutMs);
    if (!byName) {
      return request;
    }
    List<String> names = states.stream().map(DeleteTopicState::name).toList();
    return VersionedRequest.atMost(
        request.highestVersion(),
        version ->
            version >= FIRST_WITH_IDS
                ? request
                : new DeleteTopicsRequest().topicNames(names).timeoutMs(timeoutMs));
  }

  @Override
  public void read(DeleteTopicsResponse response, Items<K, Void> items) {
    for (DeletableTopicResult result : response.responses()) {
      K topic = answered.apply(result);
      ErrorCode error = ErrorCode.forCode(result.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(topic, null);
      } else {
        errors.settle(items, topic, error, result.errorMessage(), response.throttleTimeMs());
      }
    }
  }

  @Override
  public String leftOut(K topic) {
    return "The controller response did not contain a result for topic " + topic;
  }
}
