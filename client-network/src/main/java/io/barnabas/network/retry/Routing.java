package io.barnabas.network.retry;

import io.barnabas.network.cluster.Coordinators;
import io.barnabas.network.cluster.Coordinators.Type;
import io.barnabas.network.cluster.KnownNodes;
import io.barnabas.network.cluster.Metadata;
import io.barnabas.network.cluster.MetadataSnapshot;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.error.ErrorAction;
import io.barnabas.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;

/** Route → broker, and what must be found out where that is not known. Loop thread only. */
final class Routing {

  /** Where {@link #resolve} knows no broker at the moment. */
  static final int UNKNOWN = RequestSender.NO_NODE;

  private static final CompletableFuture<?> NOTHING = CompletableFuture.completedFuture(null);

  private final KnownNodes nodes;
  private final RequestSender requests;
  private final Metadata metadata;
  private final Coordinators coordinators;

  Routing(KnownNodes nodes, RequestSender requests, Metadata metadata, Coordinators coordinators) {
    this.nodes = nodes;
    this.requests = requests;
    this.metadata = metadata;
    this.coordinators = coordinators;
  }

  /** The broker to send to, or {@link #UNKNOWN}. */
  int resolve(Route route) {
    MetadataSnapshot view = metadata.snapshot();
    if (route instanceof Route.AnyBroker) {
      return requests.leastLoadedNode();
    } else if (route instanceof Route.Controller) {
      return reachable(view.controllerId());
    } else if (route instanceof Route.Broker broker) {
      return reachable(broker.nodeId());
    } else if (route instanceof Route.Leader leader) {
      return reachable(view.leader(leader.topic(), leader.partition()));
    } else if (route instanceof Route.GroupCoordinator group) {
      return reachable(coordinators.known(Type.GROUP, group.groupId()));
    } else if (route instanceof Route.TransactionCoordinator transaction) {
      return reachable(coordinators.known(Type.TRANSACTION, transaction.transactionalId()));
    }
    throw new IllegalArgumentException("no such route: " + route);
  }

  /** An error that keeps the route from ever leading anywhere, or NONE. */
  ErrorCode deadEnd(Route route) {
    if (route instanceof Route.Leader leader) {
      ErrorCode error = metadata.snapshot().topicError(leader.topic());
      return error.retriable() ? ErrorCode.NONE : error;
    }
    return ErrorCode.NONE;
  }

  /** Finds out where the route leads; completes when it is worth another look. */
  CompletableFuture<?> explore(Route route, long timeoutMs) {
    if (route instanceof Route.AnyBroker) {
      return null;
    } else if (route instanceof Route.GroupCoordinator group) {
      return coordinators.find(Type.GROUP, group.groupId(), timeoutMs);
    } else if (route instanceof Route.TransactionCoordinator transaction) {
      return coordinators.find(Type.TRANSACTION, transaction.transactionalId(), timeoutMs);
    }
    return metadata.refresh();
  }

  /**
   * The broker turned out to be the wrong one, or to be gone.
   *
   * @return completes when the route is worth another look
   */
  CompletableFuture<?> mistaken(Route route, int nodeId, ErrorAction action) {
    if (route instanceof Route.GroupCoordinator group) {
      coordinators.invalidate(Type.GROUP, group.groupId(), nodeId);
    } else if (route instanceof Route.TransactionCoordinator transaction) {
      coordinators.invalidate(Type.TRANSACTION, transaction.transactionalId(), nodeId);
    }
    return action == ErrorAction.REFRESH_METADATA ? metadata.refresh() : NOTHING;
  }

  private int reachable(int nodeId) {
    return nodeId >= 0 && nodes.node(nodeId) != null ? nodeId : UNKNOWN;
  }

  /** In words, for people. */
  static String describe(Route route) {
    if (route instanceof Route.AnyBroker) {
      return "any broker";
    } else if (route instanceof Route.Controller) {
      return "the controller";
    } else if (route instanceof Route.Broker broker) {
      return "broker " + broker.nodeId();
    } else if (route instanceof Route.Leader leader) {
      return "the leader of " + leader.topic() + "-" + leader.partition();
    } else if (route instanceof Route.GroupCoordinator group) {
      return "the coordinator of group " + group.groupId();
    } else if (route instanceof Route.TransactionCoordinator transaction) {
      return "the coordinator of transactional id " + transaction.transactionalId();
    }
    return route.toString();
  }
}
