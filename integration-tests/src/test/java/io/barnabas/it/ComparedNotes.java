package io.barnabas.it;

import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What two clients noted of the same calls. Immutable. */
public record ComparedNotes(List<String> theirs, List<String> ours) {
  private static final Logger log = LoggerFactory.getLogger(ComparedNotes.class);

  private static final int LOOKS = 3;

  public boolean alike() {
    return theirs.equals(ours);
  }

  /**
   * These, or those of the same calls made anew if these are not as expected. Both clients race
   * with a broker and with a scheduler that may take them away for long, and then either may show
   * the rarer of its answers; what is really different is so each time.
   */
  public ComparedNotes settled(boolean expectAlike, Callable<ComparedNotes> anew) throws Exception {
    ComparedNotes last = this;
    for (int looks = 1; looks < LOOKS && last.alike() != expectAlike; looks++) {
      log.warn("Comparing once more, of {} and {}", last.theirs, last.ours);
      last = anew.call();
    }
    return last;
  }
}
