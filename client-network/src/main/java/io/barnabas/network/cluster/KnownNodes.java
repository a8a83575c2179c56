package io.barnabas.network.cluster;

import io.barnabas.network.connection.NodeAddresses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;

/**
 * Every broker address the client has heard of: the bootstrap servers (ids -1, -2 …), the brokers
 * of the last metadata, and those that other answers named. Loop thread only.
 */
public final class KnownNodes implements NodeAddresses {

  /** More learned addresses than any cluster needs; the oldest give way. */
  private static final int MAX_LEARNED = 1_000;

  private final List<Node> bootstrap;
  private final Map<Integer, Node> learned =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Node> eldest) {
          return size() > MAX_LEARNED;
        }
      };
  private Map<Integer, Node> described = Map.of();
  private Collection<Node> candidates;

  public KnownNodes(List<Node> bootstrap) {
    this.bootstrap = List.copyOf(bootstrap);
    this.candidates = this.bootstrap;
  }

  @Override
  public Node node(int nodeId) {
    if (nodeId < 0) {
      int index = -1 - nodeId;
      return index < bootstrap.size() ? bootstrap.get(index) : null;
    }
    Node newer = learned.get(nodeId);
    return newer != null ? newer : described.get(nodeId);
  }

  @Override
  public Collection<Node> candidates() {
    return candidates;
  }

  /** The brokers of a metadata answer, which is newer than whatever was learned of them before. */
  void describe(Map<Integer, Node> brokers) {
    described = brokers;
    learned.keySet().removeAll(brokers.keySet());
    candidates = List.copyOf(brokers.values());
  }

  /** An address that another answer than metadata gave. */
  void learn(Node node) {
    if (!node.equals(described.get(node.id()))) {
      learned.put(node.id(), node);
    }
  }

  /** All brokers are gone for the moment: the bootstrap servers are asked as well. */
  void addBootstrap() {
    List<Node> all = new ArrayList<>(bootstrap);
    all.addAll(described.values());
    candidates = List.copyOf(all);
  }

  /** What the client knew is of no use any more: only the bootstrap servers are asked. */
  void bootstrapOnly() {
    candidates = bootstrap;
  }

  List<Node> bootstrap() {
    return bootstrap;
  }
}
