package io.barnabas.it.consumer;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CommitFailedException;

/**
 * Where the two consumers may differ, and why. Of these the scripts keep clear:
 *
 * <ul>
 *   <li>{@code currentLag}: kafka-clients takes whatever offset it looked up last for the end, also
 *       one that was looked up by time.
 *   <li>{@code subscription} just after a pattern: ours tells the new topics when all of them are
 *       known, kafka-clients those that it happens to know, and the others later.
 *   <li>A wakeup before a commit of nothing: with kafka-clients it depends on the protocol of the
 *       group whether it ends the commit or the next call that waits.
 * </ul>
 */
final class KnownDifferences {
  private static final Map<Pattern, String> WORDINGS =
      Map.of(
          // kafka-clients prints an internal object there, with the leader's address
          Pattern.compile("Fetch position .* is out of range for partition"),
          "Fetch position is out of range for partition",
          // kafka-clients words it in two ways, one for each protocol
          Pattern.compile("Topic partitions? collection to assign to"),
          "Topic partition collection to assign to");

  private KnownDifferences() {}

  /**
   * Whether the member's epoch changed while the commit was under way, which may befall either
   * consumer: the same commit then has to be made again.
   */
  static boolean isOfTime(CommitFailedException e) {
    return e.getMessage().contains("stale member epoch");
  }

  static String leaveOut(String answer) {
    String plain = answer;
    for (Map.Entry<Pattern, String> wording : WORDINGS.entrySet()) {
      plain = wording.getKey().matcher(plain).replaceAll(wording.getValue());
    }
    return plain;
  }
}
