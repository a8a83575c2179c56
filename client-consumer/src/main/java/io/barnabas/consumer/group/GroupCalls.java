package io.barnabas.consumer.group;

import io.barnabas.network.connection.VersionedRequest;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.message.HeartbeatRequest;
import io.barnabas.protocol.message.HeartbeatResponse;
import io.barnabas.protocol.message.JoinGroupRequest;
import io.barnabas.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.barnabas.protocol.message.JoinGroupResponse;
import io.barnabas.protocol.message.LeaveGroupRequest;
import io.barnabas.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.barnabas.protocol.message.LeaveGroupResponse;
import io.barnabas.protocol.message.SyncGroupRequest;
import io.barnabas.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.barnabas.protocol.message.SyncGroupResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The four requests of a classic member. Loop thread only. */
final class GroupCalls {
  /** The broker keeps no longer reasons. */
  private static final int MAX_REASON_LENGTH = 255;

  /** The broker may answer a JoinGroup this much later than the rebalance timeout. */
  private static final int JOIN_LAPSE_MS = 5_000;

  /** The first version that names members in a list. */
  private static final int LEAVE_WITH_MEMBERS = 3;

  private final GroupSettings settings;
  private final CoordinatorRequests requests;

  GroupCalls(GroupSettings settings, CoordinatorRequests requests) {
    this.settings = settings;
    this.requests = requests;
  }

  CompletableFuture<JoinGroupResponse> join(
      Generation generation, List<JoinGroupRequestProtocol> protocols, String reason) {
    JoinGroupRequest request =
        new JoinGroupRequest()
            .groupId(settings.groupId())
            .sessionTimeoutMs(settings.sessionTimeoutMs())
            .rebalanceTimeoutMs(settings.maxPollIntervalMs())
            .memberId(generation.memberId())
            .groupInstanceId(instanceId())
            .protocolType(ConsumerProtocol.TYPE)
            .protocols(protocols)
            .reason(truncated(reason));
    long timeoutMs =
        Math.max(settings.requestTimeoutMs(), (long) settings.maxPollIntervalMs() + JOIN_LAPSE_MS);
    return requests.send(request, timeoutMs);
  }

  CompletableFuture<SyncGroupResponse> sync(
      Generation generation, List<SyncGroupRequestAssignment> assignments) {
    SyncGroupRequest request =
        new SyncGroupRequest()
            .groupId(settings.groupId())
            .generationId(generation.id())
            .memberId(generation.memberId())
            .groupInstanceId(instanceId())
            .protocolType(ConsumerProtocol.TYPE)
            .protocolName(generation.protocolName())
            .assignments(assignments);
    // followers wait until the leader has assigned
    long timeoutMs =
        Math.max(settings.requestTimeoutMs(), (long) settings.maxPollIntervalMs() + JOIN_LAPSE_MS);
    return requests.send(request, timeoutMs);
  }

  CompletableFuture<HeartbeatResponse> heartbeat(Generation generation) {
    HeartbeatRequest request =
        new HeartbeatRequest()
            .groupId(settings.groupId())
            .generationId(generation.id())
            .memberId(generation.memberId())
            .groupInstanceId(instanceId());
    return requests.send(request, settings.requestTimeoutMs());
  }

  CompletableFuture<LeaveGroupResponse> leave(Generation generation, String reason) {
    return requests.send(
        VersionedRequest.atMost(
            ApiKey.LEAVE_GROUP.highestStableVersion(),
            version -> leaveRequest(version, generation.memberId(), reason)),
        settings.requestTimeoutMs());
  }

  private LeaveGroupRequest leaveRequest(int version, String memberId, String reason) {
    LeaveGroupRequest request = new LeaveGroupRequest().groupId(settings.groupId());
    return version < LEAVE_WITH_MEMBERS
        ? request.memberId(memberId)
        : request.members(
            List.of(new MemberIdentity().memberId(memberId).reason(truncated(reason))));
  }

  private String instanceId() {
    return settings.groupInstanceId().orElse(null);
  }

  private static String truncated(String reason) {
    return reason.length() > MAX_REASON_LENGTH ? reason.substring(0, MAX_REASON_LENGTH) : reason;
  }
}
