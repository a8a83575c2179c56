package io.barnabas.producer.model;

import java.util.ArrayList;
import java.util.List;

/** One transaction as the application sees it: what it put in, and what it was told. */
final class ModelTransaction {

  /** What the application knows of the end. */
  enum Told {
    /** It runs, or nobody has said how it ended. */
    NOTHING,
    COMMITTED,
    ABORTED
  }

  final List<ModelRecord> records = new ArrayList<>();
  final List<Long> offsets = new ArrayList<>();
  Told told = Told.NOTHING;

  /** Whether its commit was asked for. */
  boolean mayBeCommitted;

  @Override
  public String toString() {
    return told + " " + records + " offsets " + offsets;
  }
}
