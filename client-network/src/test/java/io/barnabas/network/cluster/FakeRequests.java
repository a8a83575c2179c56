package io.barnabas.network.cluster;

import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.NodeAddresses;
import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.io.ByteWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.DisconnectException;

/** Keeps what is sent until the test answers it. */
public final class FakeRequests implements RequestSender {

  /** One request on its way. */
  public record Sent(
      int nodeId, Lane lane, ApiRequest<?> request, long timeoutMs, ResponseHandler<?> handler) {

    public <T> T as(Class<T> type) {
      return type.cast(request);
    }
  }

  private final NodeAddresses nodes;
  private final Deque<Sent> outstanding = new ArrayDeque<>();

  public final List<Sent> sent = new ArrayList<>();
  public final List<Integer> disconnected = new ArrayList<>();

  /** Those that cannot be connected to. */
  public final Set<Integer> down = new HashSet<>();

  /** What requests are written in. */
  public short version = Short.MAX_VALUE;

  public FakeRequests(NodeAddresses nodes) {
    this.nodes = nodes;
  }

  @Override
  public <R extends ApiMessage> void send(
      int nodeId,
      Lane lane,
      ApiRequest<R> request,
      short maxVersion,
      long timeoutMs,
      ResponseHandler<R> handler) {
    short written = (short) Math.min(Math.min(version, maxVersion), request.highestVersion());
    request.write(new ByteWriter(), written);
    Sent one = new Sent(nodeId, lane, request, timeoutMs, handler);
    sent.add(one);
    outstanding.add(one);
  }

  /** Answers the oldest request that waits. */
  @SuppressWarnings("unchecked")
  public void answer(ApiMessage response) {
    ((ResponseHandler<ApiMessage>) next().handler()).onResponse(response);
  }

  public void fail(ApiException cause, boolean maybeSent) {
    next().handler().onFailure(new RequestFailure(cause, maybeSent));
  }

  public void disconnectUnsent() {
    fail(new DisconnectException("no connection"), false);
  }

  public Sent last() {
    return sent.get(sent.size() - 1);
  }

  public int waiting() {
    return outstanding.size();
  }

  private Sent next() {
    Sent next = outstanding.poll();
    if (next == null) {
      throw new NoSuchElementException("no request waits for an answer");
    }
    return next;
  }

  @Override
  public int leastLoadedNode() {
    return nodes.candidates().stream()
        .map(Node::id)
        .filter(id -> !down.contains(id))
        .findFirst()
        .orElse(NO_NODE);
  }

  @Override
  public short version(int nodeId, Lane lane, ApiKey key) {
    return version == Short.MAX_VALUE ? key.highestStableVersion() : version;
  }

  @Override
  public void disconnect(int nodeId) {
    disconnected.add(nodeId);
  }

  @Override
  public void sendUnanswered(
      int nodeId,
      Lane lane,
      ApiRequest<?> request,
      short maxVersion,
      long timeoutMs,
      ResponseHandler<Void> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isReady(int nodeId, Lane lane) {
    return !down.contains(nodeId);
  }

  @Override
  public int inFlight(int nodeId, Lane lane) {
    return outstanding.size();
  }

  @Override
  public long backoffUntilMs(int nodeId, Lane lane) {
    return 0;
  }
}
