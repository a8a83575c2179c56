package io.barnabas.producer.result;

/**
 * What {@link Written} reads: a note that an exception carries along, among the suppressed ones, so
 * that its type and cause stay as they are. The producer's own. Thread-safe.
 */
public final class WrittenNote extends Throwable {
  private static final long serialVersionUID = 1;

  private static final WrittenNote NOT = new WrittenNote(Written.SURELY_NOT);
  private static final WrittenNote PERHAPS = new WrittenNote(Written.PERHAPS);

  private volatile Written written;

  private WrittenNote(Written written) {
    super(null, null, false, false);
    this.written = written;
  }

  /** Marks an exception that belongs to the records of one batch; the note may be corrected. */
  public static WrittenNote on(Throwable error, Written written) {
    WrittenNote note = new WrittenNote(written);
    error.addSuppressed(note);
    return note;
  }

  /** Marks an exception that others may share: it carries no more than one note of a kind. */
  public static void share(Throwable error, Written written) {
    WrittenNote note = written == Written.SURELY_NOT ? NOT : PERHAPS;
    for (Throwable other : error.getSuppressed()) {
      if (other == note) {
        return;
      }
    }
    error.addSuppressed(note);
  }

  /** Puts the same note on one more exception of the batch. */
  public void alsoOn(Throwable error) {
    error.addSuppressed(this);
  }

  /** More is known. */
  public void correct(Written known) {
    written = known;
  }

  /** What all notes of the exception agree on; null if it has none. */
  static Written read(Throwable error) {
    Written all = null;
    for (Throwable suppressed : error.getSuppressed()) {
      if (suppressed instanceof WrittenNote note) {
        all = all == null || all == note.written ? note.written : Written.PERHAPS;
      }
    }
    return all;
  }

  @Override
  public String getMessage() {
    return switch (written) {
      case SURELY_NOT -> "the record was surely not written";
      case PERHAPS -> "the record may have been written";
      case SURELY -> "the record was written";
    };
  }
}
