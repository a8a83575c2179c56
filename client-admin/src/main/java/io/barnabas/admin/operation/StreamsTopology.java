package io.barnabas.admin.operation;

import io.barnabas.protocol.message.StreamsGroupDescribeResponse.KeyValue;
import io.barnabas.protocol.message.StreamsGroupDescribeResponse.Subtopology;
import io.barnabas.protocol.message.StreamsGroupDescribeResponse.TopicInfo;
import io.barnabas.protocol.message.StreamsGroupDescribeResponse.Topology;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.StreamsGroupSubtopologyDescription;

/** The topology that a streams group runs. */
final class StreamsTopology {

  static List<StreamsGroupSubtopologyDescription> subtopologies(Topology topology) {
    return topology.subtopologies().stream().map(StreamsTopology::description).toList();
  }

  private static StreamsGroupSubtopologyDescription description(Subtopology subtopology) {
    return new StreamsGroupSubtopologyDescription(
        subtopology.subtopologyId(),
        subtopology.sourceTopics(),
        subtopology.repartitionSinkTopics(),
        topics(subtopology.stateChangelogTopics()),
        topics(subtopology.repartitionSourceTopics()));
  }

  private static Map<String, StreamsGroupSubtopologyDescription.TopicInfo> topics(
      List<TopicInfo> topics) {
    return topics.stream()
        .collect(
            Collectors.toMap(
                TopicInfo::name,
                topic ->
                    new StreamsGroupSubtopologyDescription.TopicInfo(
                        topic.partitions(),
                        topic.replicationFactor(),
                        values(topic.topicConfigs()))));
  }

  static Map<String, String> values(List<KeyValue> pairs) {
    return pairs.stream().collect(Collectors.toMap(KeyValue::key, KeyValue::value));
  }

  private StreamsTopology() {}
}
