package io.barnabas.admin.operation;

import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Access control lists as users and as messages have them. */
final class Acls {

  static ResourcePattern pattern(byte resourceType, String name, byte patternType) {
    return new ResourcePattern(
        ResourceType.fromCode(resourceType), name, PatternType.fromCode(patternType));
  }

  static AclBinding binding(
      ResourcePattern pattern, String principal, String host, byte operation, byte permission) {
    return new AclBinding(
        pattern,
        new AccessControlEntry(
            principal,
            host,
            AclOperation.fromCode(operation),
            AclPermissionType.fromCode(permission)));
  }

  private Acls() {}
}
