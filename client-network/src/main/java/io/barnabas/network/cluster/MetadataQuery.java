package io.barnabas.network.cluster;

import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.message.MetadataRequest;
import io.barnabas.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.barnabas.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** A metadata request that says the same in every version. Loop thread only. */
final class MetadataQuery implements ApiRequest<MetadataResponse> {

  /** The first version that can forbid the creation of topics. */
  private static final short CREATION_OPTIONAL = 4;

  /** Before it, a broker may report a stale leader epoch during a reassignment (KAFKA-9261). */
  private static final short RELIABLE_EPOCHS = 9;

  /** The first version that takes ids for topics. */
  private static final short TOPIC_IDS = 12;

  private final MetadataRequest request;
  private final short lowestVersion;
  private short version = -1;

  /**
   * @param topics null for all topics of the cluster
   */
  MetadataQuery(Collection<String> topics, boolean allowAutoTopicCreation) {
    this(
        new MetadataRequest()
            .topics(topics == null ? null : named(topics))
            .allowAutoTopicCreation(allowAutoTopicCreation),
        allowAutoTopicCreation ? 0 : CREATION_OPTIONAL);
  }

  private MetadataQuery(MetadataRequest request, int lowestVersion) {
    this.request = request;
    this.lowestVersion = (short) Math.max(lowestVersion, request.lowestVersion());
  }

  /** Asks for topics whose names are not known. */
  static MetadataQuery byIds(Collection<UUID> ids) {
    List<MetadataRequestTopic> topics = new ArrayList<>(ids.size());
    for (UUID id : ids) {
      topics.add(new MetadataRequestTopic().name(null).topicId(id));
    }
    return new MetadataQuery(
        new MetadataRequest().topics(topics).allowAutoTopicCreation(false), TOPIC_IDS);
  }

  private static List<MetadataRequestTopic> named(Collection<String> topics) {
    List<MetadataRequestTopic> named = new ArrayList<>(topics.size());
    for (String topic : topics) {
      named.add(new MetadataRequestTopic().name(topic).topicId(ApiMessage.ZERO_UUID));
    }
    return named;
  }

  MetadataRequest request() {
    return request;
  }

  /** Whether the leader epochs of the answer can be trusted; known once the request was written. */
  boolean reliableEpochs() {
    return version >= RELIABLE_EPOCHS;
  }

  @Override
  public void write(ByteWriter out, short version) {
    this.version = version;
    if (version == 0 && request.topics() == null) {
      request.topics(List.of()); // "all" in version 0 only
    }
    request.write(out, version);
  }

  @Override
  public void read(ByteReader in, short version) {
    request.read(in, version);
  }

  @Override
  public ApiKey apiKey() {
    return request.apiKey();
  }

  @Override
  public MetadataResponse newResponse() {
    return request.newResponse();
  }

  @Override
  public short lowestVersion() {
    return lowestVersion;
  }

  @Override
  public short highestVersion() {
    return request.highestVersion();
  }
}
