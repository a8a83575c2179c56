package io.barnabas.producer.idempotence;

/**
 * The sequence numbers of one partition. They outlive whatever the metadata says of it, and start
 * anew under a new epoch only once everything numbered before has come to its end: a batch that may
 * have been written is never numbered again while its end is open. Loop thread only.
 */
public final class PartitionSequence {
  /**
   * A broker forgets a producer that has been silent for long ({@code producer.id.expiration.ms}, a
   * day unless set lower), and then takes any first number again.
   */
  private static final long PROOF_LASTS_MS = 60_000;

  private final ProducerIdentity identity;

  /** The id and epoch the numbers belong to. */
  private ProducerId owner = ProducerId.NONE;

  /** The number of the next record. */
  private int next;

  /** The number after the last record known to be written. */
  private int acknowledged;

  /** Whether the broker has taken a batch under {@link #owner}. */
  private boolean accepted;

  /** When it last did. */
  private long acceptedMs;

  /** Whether a numbered batch ended without anyone knowing if it was written. */
  private boolean unresolved;

  /** Whether the numbers are broken and must start anew. */
  private boolean broken;

  public PartitionSequence(ProducerIdentity identity) {
    this.identity = identity;
  }

  /**
   * Whether one more batch may be in flight. Before the first acknowledgement under an epoch only
   * one may: a broker takes any first number from a producer it does not know, so that a second
   * batch accepted before the first would shut that one out (KAFKA-15591).
   */
  public boolean allowsSecondInFlight(long nowMs) {
    return !identity.isOn() || accepted && nowMs - acceptedMs < PROOF_LASTS_MS && !needsRestart();
  }

  /** Whether batches are numbered at all. */
  public boolean numbers() {
    return identity.isOn();
  }

  /** Whether the numbers belong to transactions. */
  public boolean isTransactional() {
    return identity.isTransactional();
  }

  /**
   * Whether no number can be accepted until the transaction has brought another epoch: to start
   * anew under the same one could pass a batch off as another.
   */
  public boolean isStuck() {
    return broken && identity.isTransactional() && owner.equals(identity.current());
  }

  /** Whether the numbers have to start anew before the next new batch gets one. */
  public boolean needsRestart() {
    return identity.isOn() && (broken || !owner.equals(identity.current()));
  }

  /** Whether even those that have numbers must get new ones, unless they may be in the log. */
  public boolean isBroken() {
    return broken;
  }

  /** Starts at 0 under the present id and epoch. Nothing may be in flight. */
  public void restart() {
    owner = identity.current();
    next = 0;
    acknowledged = 0;
    accepted = false;
    unresolved = false;
    broken = false;
  }

  /** Takes the numbers of the next batch, and returns the first of them. */
  public int take(int recordCount) {
    int first = next;
    next = after(first, recordCount);
    return first;
  }

  public ProducerId owner() {
    return owner;
  }

  /** A batch was written. */
  public void onWritten(ProducerId id, int baseSequence, int recordCount, long nowMs) {
    if (id.equals(owner)) {
      acknowledged = after(baseSequence, recordCount);
      accepted = true;
      acceptedMs = nowMs;
    }
  }

  /** A numbered batch ended, and nobody knows whether it was written. */
  public void onLost(ProducerId id) {
    if (id.equals(owner)) {
      unresolved = true;
    }
  }

  /**
   * A numbered batch was surely not written and never will be, or the broker has lost the thread:
   * no later number can be accepted any more.
   */
  public void onGap(ProducerId id) {
    if (!id.equals(owner) || broken) {
      return;
    }
    broken = true;
    if (owner.equals(identity.current())) {
      identity.raiseEpoch();
    }
  }

  /** The brokers take no numbered batches of this producer. */
  public void onFatal(RuntimeException cause) {
    identity.fail(cause);
  }

  /** The topic was deleted and made again: its log knows nothing of the producer. */
  public void onNewLog() {
    accepted = false;
    if (identity.isOn() && !identity.isTransactional() && !owner.equals(ProducerId.NONE)) {
      onGap(owner);
    }
  }

  /**
   * When no numbered batch is left: were the lost ones written after all? If the numbers do not
   * meet, they start anew.
   */
  public void resolve() {
    if (unresolved && !broken) {
      unresolved = false;
      if (acknowledged != next) {
        onGap(owner);
      }
    }
  }

  static int after(int sequence, int count) {
    return (int) (((long) sequence + count) & Integer.MAX_VALUE);
  }
}
