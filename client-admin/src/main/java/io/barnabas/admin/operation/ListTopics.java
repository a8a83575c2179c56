package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.message.MetadataRequest;
import io.barnabas.protocol.message.MetadataResponse;
import io.barnabas.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicListing;

/** Lists the topics that the client may see. */
public final class ListTopics
    implements Operation<Whole, Map<String, TopicListing>, MetadataResponse> {

  private final boolean listInternal;

  public ListTopics(ListTopicsOptions options) {
    this.listInternal = options.shouldListInternal();
  }

  @Override
  public String name() {
    return "listTopics";
  }

  @Override
  public Route route(Whole cluster) {
    return Route.anyBroker();
  }

  @Override
  public ApiRequest<MetadataResponse> request(List<Whole> cluster, int timeoutMs) {
    return new MetadataRequest().topics(null);
  }

  @Override
  public void read(MetadataResponse response, Items<Whole, Map<String, TopicListing>> items) {
    Map<String, TopicListing> listings = new HashMap<>();
    for (MetadataResponseTopic topic : response.topics()) {
      if (listInternal || !topic.isInternal()) {
        listings.put(topic.name(), listing(topic));
      }
    }
    items.complete(Whole.CLUSTER, listings);
  }

  private static TopicListing listing(MetadataResponseTopic topic) {
    return new TopicListing(topic.name(), TopicIds.of(topic.topicId()), topic.isInternal());
  }
}
