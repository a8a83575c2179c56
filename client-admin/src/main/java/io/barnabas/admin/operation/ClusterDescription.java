package io.barnabas.admin.operation;

import java.util.Collection;
import java.util.Set;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What {@code describeCluster} tells.
 *
 * @param controller null if there is none at present
 * @param authorizedOperations null if they were not asked for
 */
public record ClusterDescription(
    String clusterId,
    Collection<Node> brokers,
    Node controller,
    Set<AclOperation> authorizedOperations) {}
