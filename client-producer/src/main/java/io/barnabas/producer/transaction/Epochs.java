package io.barnabas.producer.transaction;

import io.barnabas.network.connection.FinalizedFeatures;

/**
 * Which version of the protocol the transaction follows, and where the next epoch comes from: in
 * TV2 from each end of a transaction, in TV1 only on request, if the coordinator can (KIP-360).
 * Loop thread only.
 */
final class Epochs {
  private static final String FEATURE = "transaction.version";

  private final FinalizedFeatures features;

  /** Whether the present transaction, or the next, follows TV2. */
  private boolean v2;

  /** Whether the coordinator raises epochs on request. */
  private boolean onRequest;

  /** Whether the next transaction must have another epoch, which has to be requested. */
  private boolean requested;

  Epochs(FinalizedFeatures features) {
    this.features = features;
  }

  boolean isV2() {
    return v2;
  }

  /** Whether a new epoch can be had at all. */
  boolean canBeNew() {
    return v2 || onRequest;
  }

  /** Whether the next transaction has another epoch: numbers of batches end with this one. */
  boolean willBeNew() {
    return v2 || requested;
  }

  /** Whether that has to be asked for. */
  boolean isRequested() {
    return requested;
  }

  /** Something is lost under the present epoch. */
  void want() {
    requested |= onRequest && !v2;
  }

  /** The transaction is about to end: where it is the last of TV1, the epoch is too. */
  void onEnding() {
    // Nothing of TV1 must be mistaken for a part of the first transaction under TV2.
    requested |= !v2 && featuresSayV2();
  }

  /** The transaction has ended; returns whether another epoch is to be asked for. */
  boolean onEnded() {
    boolean was = requested;
    requested = false;
    v2 = featuresSayV2();
    return was;
  }

  /** The coordinator has given an id. */
  void onInitialized(boolean coordinatorRaises) {
    onRequest = coordinatorRaises;
    v2 = featuresSayV2();
  }

  private boolean featuresSayV2() {
    return features.level(FEATURE) >= 2;
  }
}
