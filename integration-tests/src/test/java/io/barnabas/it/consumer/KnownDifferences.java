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
 *   <li>{@code subscription} just after a pattern: both tell those of the topics that they happen
 *       to know, which depends on time; the others later.
 *   <li>{@code commitAsync} by a consumer that never asked for its coordinator: with kafka-clients
 *       an empty {@code commitSync} does not bring its callback.
 *   <li>A wakeup before a commit of nothing: with kafka-clients it depends on the protocol of the
 *       group whether it ends the commit or the next call that waits.
 *   <li>{@code by_duration} where no record is young enough: kafka-clients has no position before
 *       there is one; ours begins at the end.
 *   <li>{@code committed} after the same question was ended by a wakeup: kafka-clients gives the
 *       answer to the former, though more may have been committed since.
 *   <li>A listener that throws in {@code close} or {@code unsubscribe}: kafka-clients stays in the
 *       group till its session expires; ours leaves.
 *   <li>{@code partitionsFor} of null: kafka-clients asks the broker, which fails, or does not get
 *       so far; it depends on the protocol of the group. Ours asks.
 * </ul>
 *
 * <p>And of static members that come back to a classic group with another subscription: one that
 * leads its group is given the partitions of before; when that is found out depends on time. By the
 * protocol of KIP-848, a pattern for the coordinator stays when the member comes back as another
 * consumer.
 */
final class KnownDifferences {
  private static final Map<Pattern, String> WORDINGS =
      Map.of(
          // kafka-clients prints an internal object there, with the leader's address
          Pattern.compile("Fetch position .* is out of range for partition"),
          "Fetch position is out of range for partition",
          // a slip of kafka-clients
          Pattern.compile("usingthe CLASSIC"),
          "using the CLASSIC",
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
