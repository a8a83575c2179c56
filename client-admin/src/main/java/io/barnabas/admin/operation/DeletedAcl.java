package io.barnabas.admin.operation;

import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.ApiException;

/**
 * An access control entry that a filter has matched.
 *
 * @param failure why it is still there, or null
 */
public record DeletedAcl(AclBinding binding, ApiException failure) {}
