package io.barnabas.network.connection;

import java.util.Collection;
import org.apache.kafka.common.Node;

/** Where the brokers are. Asked on the loop thread, before each request and each connection. */
public interface NodeAddresses {

  /**
   * The broker's present address, or null if there is none. A bootstrap server has a negative id.
   * The same {@link Node} object for as long as the address is the same, if possible.
   */
  Node node(int nodeId);

  /** The brokers that may be asked what any broker can answer; the bootstrap servers at first. */
  Collection<Node> candidates();
}
