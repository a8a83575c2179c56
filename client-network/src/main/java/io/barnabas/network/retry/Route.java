package io.barnabas.network.retry;

/** Where a call goes. */
public sealed interface Route {

  /** Any broker that is at hand. */
  record AnyBroker() implements Route {}

  /** The active controller, as the metadata names it. */
  record Controller() implements Route {}

  /** One broker by its id. */
  record Broker(int nodeId) implements Route {}

  /** The leader of a partition. */
  record Leader(String topic, int partition) implements Route {}

  /** The coordinator of a group. */
  record GroupCoordinator(String groupId) implements Route {}

  /** The coordinator of a transactional id. */
  record TransactionCoordinator(String transactionalId) implements Route {}

  static Route anyBroker() {
    return new AnyBroker();
  }

  static Route controller() {
    return new Controller();
  }

  static Route broker(int nodeId) {
    return new Broker(nodeId);
  }

  static Route leader(String topic, int partition) {
    return new Leader(topic, partition);
  }

  static Route group(String groupId) {
    return new GroupCoordinator(groupId);
  }

  static Route transaction(String transactionalId) {
    return new TransactionCoordinator(transactionalId);
  }
}
