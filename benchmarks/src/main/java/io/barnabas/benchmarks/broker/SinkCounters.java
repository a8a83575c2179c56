package io.barnabas.benchmarks.broker;

import java.util.concurrent.atomic.AtomicLong;

/** What a {@link SinkBroker} has seen so far. Counted by its thread, read by any. */
public final class SinkCounters {
  private final AtomicLong produced = new AtomicLong();
  private final AtomicLong produceRequests = new AtomicLong();
  private final AtomicLong served = new AtomicLong();
  private final AtomicLong fetchRequests = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();

  void addProduced(long records) {
    add(produced, records);
  }

  void addProduceRequest() {
    add(produceRequests, 1);
  }

  void addServed(long records) {
    add(served, records);
  }

  void addFetchRequest() {
    add(fetchRequests, 1);
  }

  void addError() {
    add(errors, 1);
  }

  /** Cheap, as there is one thread that counts. */
  private static void add(AtomicLong counter, long more) {
    counter.setRelease(counter.getPlain() + more);
  }

  /** Records taken and confirmed. */
  public long produced() {
    return produced.get();
  }

  public long produceRequests() {
    return produceRequests.get();
  }

  /** Records sent out in answers to fetches. */
  public long served() {
    return served.get();
  }

  public long fetchRequests() {
    return fetchRequests.get();
  }

  /** Requests or batches that were not as they must be. */
  public long errors() {
    return errors.get();
  }
}
