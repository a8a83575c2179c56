package io.barnabas.admin.operation;

import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/** The bit field that tells what the client may do with a resource. */
final class AuthorizedOperations {

  private static final int NOT_ASKED_FOR = Integer.MIN_VALUE;

  private static final Set<AclOperation> NO_OPERATIONS =
      EnumSet.of(AclOperation.UNKNOWN, AclOperation.ANY, AclOperation.ALL);

  /** The operations by their codes; null if they were not asked for. */
  static Set<AclOperation> of(int bits) {
    if (bits == NOT_ASKED_FOR) {
      return null;
    }
    Set<AclOperation> operations = EnumSet.noneOf(AclOperation.class);
    for (byte code = 0; code < Integer.SIZE; code++) {
      if ((bits & (1 << code)) != 0) {
        operations.add(AclOperation.fromCode(code));
      }
    }
    operations.removeAll(NO_OPERATIONS);
    return operations;
  }

  private AuthorizedOperations() {}
}
