package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.CreateTopicsRequest;
import io.barnabas.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.barnabas.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.barnabas.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.barnabas.protocol.message.CreateTopicsResponse;
import io.barnabas.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import io.barnabas.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Creates topics, by name. */
public final class CreateTopics
    implements Operation<String, TopicMetadataAndConfig, CreateTopicsResponse> {

  private static final int NOT_TOLD = -1;

  private final Map<String, NewTopic> topics = new LinkedHashMap<>();
  private final boolean validateOnly;
  private final ControllerErrors errors;

  public CreateTopics(Collection<NewTopic> topics, CreateTopicsOptions options) {
    topics.forEach(topic -> this.topics.putIfAbsent(topic.name(), topic));
    this.validateOnly = options.shouldValidateOnly();
    this.errors = new ControllerErrors(options.shouldRetryOnQuotaViolation());
  }

  /** The topics' names, each once. */
  public Collection<String> names() {
    return topics.keySet();
  }

  @Override
  public String name() {
    return "createTopics";
  }

  @Override
  public ApiException refusal(String name) {
    return TopicNames.refusal(name);
  }

  @Override
  public Route route(String name) {
    return Route.controller();
  }

  @Override
  public ApiRequest<CreateTopicsResponse> request(List<String> names, int timeoutMs) {
    return new CreateTopicsRequest()
        .topics(names.stream().map(name -> creatable(topics.get(name))).toList())
        .timeoutMs(timeoutMs)
        .validateOnly(validateOnly);
  }

  private static CreatableTopic creatable(NewTopic topic) {
    CreatableTopic creatable =
        new CreatableTopic()
            .name(topic.name())
            .numPartitions(topic.numPartitions())
            .replicationFactor(topic.replicationFactor());
    if (topic.replicasAssignments() != null) {
      creatable.assignments(
          topic.replicasAssignments().entrySet().stream()
              .map(
                  assignment ->
                      new CreatableReplicaAssignment()
                          .partitionIndex(assignment.getKey())
                          .brokerIds(assignment.getValue()))
              .toList());
    }
    if (topic.configs() != null) {
      creatable.configs(
          topic.configs().entrySet().stream()
              .map(
                  config ->
                      new CreatableTopicConfig().name(config.getKey()).value(config.getValue()))
              .toList());
    }
    return creatable;
  }

  @Override
  public void read(CreateTopicsResponse response, Items<String, TopicMetadataAndConfig> items) {
    for (CreatableTopicResult topic : response.topics()) {
      ErrorCode error = ErrorCode.forCode(topic.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(topic.name(), created(topic));
      } else {
        errors.settle(items, topic.name(), error, topic.errorMessage(), response.throttleTimeMs());
      }
    }
  }

  private static TopicMetadataAndConfig created(CreatableTopicResult topic) {
    ErrorCode configError = ErrorCode.forCode(topic.topicConfigErrorCode());
    if (configError != ErrorCode.NONE) {
      return new TopicMetadataAndConfig(ErrorExceptions.of(configError));
    }
    if (topic.numPartitions() == NOT_TOLD) {
      return new TopicMetadataAndConfig(
          new UnsupportedVersionException(
              "Topic metadata and configs in CreateTopics response not supported"));
    }
    return new TopicMetadataAndConfig(
        TopicIds.of(topic.topicId()),
        topic.numPartitions(),
        topic.replicationFactor(),
        new Config(topic.configs().stream().map(CreateTopics::entry).collect(Collectors.toSet())));
  }

  private static ConfigEntry entry(CreatableTopicConfigs config) {
    return new ConfigEntry(
        config.name(),
        config.value(),
        ConfigSources.source(config.configSource()),
        config.isSensitive(),
        config.readOnly(),
        List.of(),
        null,
        null);
  }

  @Override
  public String leftOut(String name) {
    return "The controller response did not contain a result for topic " + name;
  }
}
