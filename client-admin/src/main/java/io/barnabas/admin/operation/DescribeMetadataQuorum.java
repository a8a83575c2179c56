package io.barnabas.admin.operation;

import io.barnabas.admin.bridge.AdminResults;
import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeQuorumRequest;
import io.barnabas.protocol.message.DescribeQuorumResponse;
import io.barnabas.protocol.message.DescribeQuorumResponse.Node;
import io.barnabas.protocol.message.DescribeQuorumResponse.PartitionData;
import io.barnabas.protocol.message.DescribeQuorumResponse.ReplicaState;
import io.barnabas.protocol.message.DescribeQuorumResponse.TopicData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.RaftVoterEndpoint;
import org.apache.kafka.common.errors.UnknownServerException;

/** Describes the controllers' quorum: its leader, its voters, its observers (KIP-836). */
public final class DescribeMetadataQuorum
    implements Operation<Whole, QuorumInfo, DescribeQuorumResponse> {

  private static final String TOPIC = "__cluster_metadata";
  private static final int PARTITION = 0;
  private static final long NOT_TOLD = -1;

  @Override
  public String name() {
    return "describeMetadataQuorum";
  }

  @Override
  public Route route(Whole cluster) {
    return Route.anyBroker();
  }

  @Override
  public boolean atControllers() {
    return true;
  }

  @Override
  public ApiRequest<DescribeQuorumResponse> request(List<Whole> cluster, int timeoutMs) {
    return new DescribeQuorumRequest()
        .topics(
            List.of(
                new DescribeQuorumRequest.TopicData()
                    .topicName(TOPIC)
                    .partitions(
                        List.of(
                            new DescribeQuorumRequest.PartitionData().partitionIndex(PARTITION)))));
  }

  @Override
  public void read(DescribeQuorumResponse response, Items<Whole, QuorumInfo> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error != ErrorCode.NONE) {
      settle(items, error, response.errorMessage());
      return;
    }
    PartitionData partition = onlyPartition(response);
    ErrorCode partitionError = ErrorCode.forCode(partition.errorCode());
    if (partitionError == ErrorCode.NONE) {
      items.complete(Whole.CLUSTER, quorum(partition, response.nodes()));
    } else {
      settle(items, partitionError, partition.errorMessage());
    }
  }

  private static void settle(Items<Whole, QuorumInfo> items, ErrorCode error, String message) {
    if (error.retriable()) {
      items.retry(Whole.CLUSTER, error, message);
    } else {
      items.fail(Whole.CLUSTER, error, message);
    }
  }

  private PartitionData onlyPartition(DescribeQuorumResponse response) {
    boolean asAsked =
        response.topics().size() == 1
            && response.topics().get(0).topicName().equals(TOPIC)
            && response.topics().get(0).partitions().size() == 1
            && response.topics().get(0).partitions().get(0).partitionIndex() == PARTITION;
    if (!asAsked) {
      throw new UnknownServerException(
          "The answer to " + name() + " is about something else: " + topicsOf(response));
    }
    return response.topics().get(0).partitions().get(0);
  }

  private static List<String> topicsOf(DescribeQuorumResponse response) {
    return response.topics().stream().map(TopicData::topicName).toList();
  }

  private static QuorumInfo quorum(PartitionData partition, List<Node> answered) {
    Map<Integer, QuorumInfo.Node> nodes = new HashMap<>();
    answered.forEach(node -> nodes.put(node.nodeId(), node(node)));
    return AdminResults.get()
        .quorumInfo(
            partition.leaderId(),
            partition.leaderEpoch(),
            partition.highWatermark(),
            partition.currentVoters().stream().map(DescribeMetadataQuorum::replica).toList(),
            partition.observers().stream().map(DescribeMetadataQuorum::replica).toList(),
            nodes);
  }

  private static QuorumInfo.Node node(Node node) {
    return AdminResults.get()
        .quorumNode(
            node.nodeId(),
            node.listeners().stream()
                .map(each -> new RaftVoterEndpoint(each.name(), each.host(), each.port()))
                .toList());
  }

  private static QuorumInfo.ReplicaState replica(ReplicaState replica) {
    return AdminResults.get()
        .quorumReplica(
            replica.replicaId(),
            TopicIds.of(replica.replicaDirectoryId()),
            replica.logEndOffset(),
            timestamp(replica.lastFetchTimestamp()),
            timestamp(replica.lastCaughtUpTimestamp()));
  }

  private static OptionalLong timestamp(long millis) {
    return millis == NOT_TOLD ? OptionalLong.empty() : OptionalLong.of(millis);
  }
}
