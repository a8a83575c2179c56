package io.barnabas.network.cluster;

import io.barnabas.network.loop.SteppedLoop;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.network.settings.ConfiguredSettings;
import io.barnabas.protocol.message.MetadataRequest;
import io.barnabas.protocol.message.MetadataResponse;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.common.Node;

/** Metadata on a loop that the test drives, with requests that the test answers. */
final class MetadataFixture implements AutoCloseable {

  final SteppedLoop stepped = new SteppedLoop();
  final KnownNodes nodes =
      new KnownNodes(List.of(new Node(-1, "boot1", 9092), new Node(-2, "boot2", 9092)));
  final FakeRequests requests = new FakeRequests(nodes);
  final Set<String> topics = new HashSet<>();
  final Set<UUID> topicIds = new HashSet<>();
  final Metadata metadata;
  boolean allTopics;

  /** What happens on another thread just when the interest is read. */
  Runnable whenRead = () -> {};

  boolean createTopics = true;

  MetadataFixture(Object... config) {
    ClientSettings settings = ConfiguredSettings.with(config);
    metadata = new Metadata(settings, nodes, requests, stepped.loop());
    metadata.interest(
        new TopicInterest() {
          @Override
          public boolean all() {
            return allTopics;
          }

          @Override
          public boolean allowAutoTopicCreation() {
            return createTopics;
          }

          @Override
          public Collection<String> topics(long nowMs) {
            whenRead.run();
            return topics;
          }

          @Override
          public Collection<UUID> topicIds() {
            return topicIds;
          }
        });
    stepped.loop().addPoller(metadata);
    stepped.settle();
  }

  void answer(MetadataResponse response) {
    requests.answer(response);
    stepped.settle();
  }

  void advance(long ms) {
    stepped.advance(ms);
  }

  MetadataSnapshot view() {
    return metadata.snapshot();
  }

  /** The names in the last metadata request, or null for all. */
  Set<String> asked() {
    MetadataRequest request = requests.last().as(MetadataQuery.class).request();
    if (request.topics() == null) {
      return null;
    }
    Set<String> names = new TreeSet<>();
    request.topics().forEach(topic -> names.add(topic.name()));
    return names;
  }

  @Override
  public void close() {
    stepped.close();
  }
}
