package io.barnabas.admin;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * One method of {@code Admin}, called for the same work through two clients.
 *
 * @param works a call that succeeds
 * @param bad one that fails, or whose items do; null where every input is good
 * @param repeatable the first may be called again until both clients see the same
 * @param scripted the first needs a broker that no real cluster of tests can be
 */
record AdminCall(String method, Step works, Step bad, boolean repeatable, boolean scripted) {

  /** What a client is asked; {@code me} names what belongs to that client alone. */
  interface Step {
    Object on(Admin admin, String me) throws Exception;
  }

  /** Every method that asks the cluster. */
  static List<AdminCall> remote() {
    return Stream.of(
            TopicCalls.all(),
            GroupCalls.all(),
            TransactionCalls.all(),
            SecurityCalls.all(),
            ClusterCalls.all())
        .flatMap(List::stream)
        .toList();
  }

  static AdminCall read(String method, Step works, Step bad) {
    return new AdminCall(method, works, bad, true, false);
  }

  static AdminCall change(String method, Step works, Step bad) {
    return new AdminCall(method, works, bad, false, false);
  }

  static AdminCall scripted(String method, Step works, Step bad) {
    return new AdminCall(method, works, bad, false, true);
  }

  @Override
  public String toString() {
    return method;
  }
}
