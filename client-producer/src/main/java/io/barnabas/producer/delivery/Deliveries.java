package io.barnabas.producer.delivery;

import io.barnabas.producer.batch.PartitionQueue;
import io.barnabas.producer.idempotence.ProducerIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The delivery of each partition that was ever sent to. Loop thread only. */
final class Deliveries {
  private final ProducerIdentity identity;
  private final Consumer<PartitionDelivery> onNew;

  /** By the number of the queue; null where nothing was sent yet. */
  private final List<PartitionDelivery> byQueue = new ArrayList<>();

  private final List<PartitionDelivery> all = new ArrayList<>();

  /**
   * @param onNew told of each delivery when it comes into being
   */
  Deliveries(ProducerIdentity identity, Consumer<PartitionDelivery> onNew) {
    this.identity = identity;
    this.onNew = onNew;
  }

  PartitionDelivery of(PartitionQueue queue) {
    while (byQueue.size() <= queue.id()) {
      byQueue.add(null);
    }
    PartitionDelivery delivery = byQueue.get(queue.id());
    if (delivery == null) {
      delivery = new PartitionDelivery(queue, identity);
      byQueue.set(queue.id(), delivery);
      all.add(delivery);
      onNew.accept(delivery);
    }
    return delivery;
  }

  /** Null if nothing was ever sent to the partition. */
  PartitionDelivery ifThere(PartitionQueue queue) {
    return queue.id() < byQueue.size() ? byQueue.get(queue.id()) : null;
  }

  List<PartitionDelivery> all() {
    return all;
  }
}
