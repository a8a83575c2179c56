package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.CreatePartitionsRequest;
import io.barnabas.protocol.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import io.barnabas.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.barnabas.protocol.message.CreatePartitionsResponse;
import io.barnabas.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.NewPartitions;

/**
 * Gives topics more partitions.
 *
 * <p>A request whose answer was lost goes out again, as in kafka-clients: if the first one had done
 * its work, the topic fails with {@code InvalidPartitionsException} although it has its partitions.
 */
public final class CreatePartitions implements Operation<String, Void, CreatePartitionsResponse> {

  private final Map<String, NewPartitions> partitions;
  private final boolean validateOnly;
  private final ControllerErrors errors;

  public CreatePartitions(Map<String, NewPartitions> partitions, CreatePartitionsOptions options) {
    this.partitions = new HashMap<>(partitions);
    this.validateOnly = options.validateOnly();
    this.errors = new ControllerErrors(options.shouldRetryOnQuotaViolation());
  }

  @Override
  public String name() {
    return "createPartitions";
  }

  @Override
  public Route route(String topic) {
    return Route.controller();
  }

  @Override
  public ApiRequest<CreatePartitionsResponse> request(List<String> topics, int timeoutMs) {
    return new CreatePartitionsRequest()
        .topics(topics.stream().map(this::asked).toList())
        .validateOnly(validateOnly)
        .timeoutMs(timeoutMs);
  }

  private CreatePartitionsTopic asked(String topic) {
    NewPartitions wanted = partitions.get(topic);
    return new CreatePartitionsTopic()
        .name(topic)
        .count(wanted.totalCount())
        .assignments(assignments(wanted));
  }

  private static List<CreatePartitionsAssignment> assignments(NewPartitions wanted) {
    if (wanted.assignments() == null) {
      return null;
    }
    return wanted.assignments().stream()
        .map(brokers -> new CreatePartitionsAssignment().brokerIds(brokers))
        .toList();
  }

  @Override
  public void read(CreatePartitionsResponse response, Items<String, Void> items) {
    for (CreatePartitionsTopicResult topic : response.results()) {
      ErrorCode error = ErrorCode.forCode(topic.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(topic.name(), null);
      } else {
        errors.settle(items, topic.name(), error, topic.errorMessage(), response.throttleTimeMs());
      }
    }
  }

  @Override
  public String leftOut(String topic) {
    return "The controller response did not contain a result for topic " + topic;
  }
}
