package io.barnabas.producer.delivery;

import io.barnabas.producer.batch.TopicQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What one request carries of one topic. Loop thread only.
 *
 * @param id zero if it is not known
 */
record TopicShipments(TopicQueue topic, UUID id, List<Shipment> shipments) {

  TopicShipments(TopicQueue topic, UUID id) {
    this(topic, id, new ArrayList<>());
  }
}
