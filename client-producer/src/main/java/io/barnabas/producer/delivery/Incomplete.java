package io.barnabas.producer.delivery;

import io.barnabas.producer.batch.ProducerBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * All batches that have no result yet, oldest first; each can be taken out at no cost. Loop thread
 * only.
 */
final class Incomplete {
  private Shipment oldest;
  private Shipment newest;
  private int size;

  void add(Shipment shipment) {
    shipment.previous = newest;
    if (newest == null) {
      oldest = shipment;
    } else {
      newest.next = shipment;
    }
    newest = shipment;
    size++;
  }

  /** Puts {@code parts} in the place of {@code whole}: they are as old. */
  void replace(Shipment whole, List<Shipment> parts) {
    Shipment before = whole.previous;
    Shipment after = whole.next;
    remove(whole);
    for (Shipment part : parts) {
      link(before, part, after);
      before = part;
    }
  }

  private void link(Shipment before, Shipment shipment, Shipment after) {
    shipment.previous = before;
    shipment.next = after;
    if (before == null) {
      oldest = shipment;
    } else {
      before.next = shipment;
    }
    if (after == null) {
      newest = shipment;
    } else {
      after.previous = shipment;
    }
    size++;
  }

  void remove(Shipment shipment) {
    if (shipment.previous == null) {
      oldest = shipment.next;
    } else {
      shipment.previous.next = shipment.next;
    }
    if (shipment.next == null) {
      newest = shipment.previous;
    } else {
      shipment.next.previous = shipment.previous;
    }
    shipment.previous = null;
    shipment.next = null;
    size--;
  }

  /** Null if there is none. */
  Shipment oldest() {
    return oldest;
  }

  boolean isEmpty() {
    return size == 0;
  }

  List<ProducerBatch> batches() {
    List<ProducerBatch> batches = new ArrayList<>(size);
    for (Shipment shipment = oldest; shipment != null; shipment = shipment.next) {
      batches.add(shipment.batch());
    }
    return batches;
  }

  List<Shipment> shipments() {
    List<Shipment> shipments = new ArrayList<>(size);
    for (Shipment shipment = oldest; shipment != null; shipment = shipment.next) {
      shipments.add(shipment);
    }
    return shipments;
  }
}
