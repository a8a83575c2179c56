package io.barnabas.consumer.group;

import io.barnabas.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.RebalanceProtocol;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.TopicPartition;

/** The configured assignors and the rebalance protocol they have in common. Polling thread. */
public final class Assignors {
  private final List<ConsumerPartitionAssignor> assignors;
  private final RebalanceProtocol protocol;

  /** Fails if the assignors have no rebalance protocol in common. */
  public Assignors(List<ConsumerPartitionAssignor> assignors) {
    this.assignors = List.copyOf(assignors);
    this.protocol = assignors.isEmpty() ? null : commonProtocol(assignors);
  }

  private static RebalanceProtocol commonProtocol(List<ConsumerPartitionAssignor> assignors) {
    List<RebalanceProtocol> common = new ArrayList<>(assignors.get(0).supportedProtocols());
    assignors.forEach(assignor -> common.retainAll(assignor.supportedProtocols()));
    if (common.isEmpty()) {
      throw new IllegalArgumentException(
          "Specified assignors "
              + assignors.stream().map(ConsumerPartitionAssignor::name).collect(Collectors.toSet())
              + " do not have commonly supported rebalance protocol");
    }
    return Collections.max(common);
  }

  public boolean isEmpty() {
    return assignors.isEmpty();
  }

  boolean isCooperative() {
    return protocol == RebalanceProtocol.COOPERATIVE;
  }

  ConsumerPartitionAssignor named(String name) {
    return assignors.stream()
        .filter(assignor -> assignor.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Coordinator selected invalid assignment protocol: " + name));
  }

  /** What to join with: the subscription, once for each assignor. */
  List<JoinGroupRequestProtocol> protocols(
      Set<String> topics, Set<TopicPartition> owned, int generationId, Optional<String> rackId) {
    List<JoinGroupRequestProtocol> protocols = new ArrayList<>();
    for (ConsumerPartitionAssignor assignor : assignors) {
      Subscription subscription =
          new Subscription(
              List.copyOf(topics),
              assignor.subscriptionUserData(topics),
              List.copyOf(owned),
              generationId,
              rackId);
      protocols.add(
          new JoinGroupRequestProtocol()
              .name(assignor.name())
              .metadata(ConsumerProtocol.encode(subscription)));
    }
    return protocols;
  }
}
