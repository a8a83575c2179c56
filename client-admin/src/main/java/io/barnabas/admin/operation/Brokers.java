package io.barnabas.admin.operation;

import io.barnabas.protocol.message.MetadataResponse;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;

/** The brokers that an answer may speak of, by id. */
final class Brokers {

  private static final int NO_PORT = -1;

  private final Map<Integer, Node> byId = new HashMap<>();

  Brokers(Collection<Node> nodes) {
    nodes.forEach(node -> byId.put(node.id(), node));
  }

  static Brokers of(MetadataResponse response) {
    return new Brokers(
        response.brokers().stream()
            .map(broker -> new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack()))
            .toList());
  }

  Collection<Node> all() {
    return byId.values();
  }

  /** Null if there is no such broker. */
  Node broker(int id) {
    return byId.get(id);
  }

  /** A broker that is away is there by its id alone. */
  List<Node> replicas(List<Integer> ids) {
    return ids.stream().map(id -> byId.getOrDefault(id, new Node(id, "", NO_PORT))).toList();
  }

  /** As {@link #replicas}; none if the answer says nothing of them. */
  List<Node> replicasIfTold(List<Integer> ids) {
    return ids == null ? List.of() : replicas(ids);
  }
}
