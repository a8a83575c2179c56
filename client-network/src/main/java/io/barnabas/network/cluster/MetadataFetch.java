package io.barnabas.network.cluster;

import io.barnabas.network.connection.Lane;
import io.barnabas.network.connection.RequestFailure;
import io.barnabas.network.connection.RequestSender;
import io.barnabas.network.connection.ResponseHandler;
import io.barnabas.network.settings.ClientSettings;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.MetadataResponse;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one metadata request on its way, to whichever broker is at hand; to a controller, if these
 * are what the client talks to. Loop thread only.
 */
final class MetadataFetch {

  private static final Logger log = LoggerFactory.getLogger(MetadataFetch.class);

  /**
   * @param topics null for all topics of the cluster
   * @param full whether the answer speaks of every topic of interest
   * @param waiters complete with the answer
   */
  record Question(
      Collection<String> topics, boolean full, List<CompletableFuture<MetadataSnapshot>> waiters) {}

  /**
   * @param response null if there is none
   * @param failure why there is none, if trying again does not mend it; else null
   * @param unreached no broker has seen the question: there was no connection to ask over
   */
  record Answer(
      MetadataResponse response, boolean reliableEpochs, ApiException failure, boolean unreached) {}

  private final String logPrefix;
  private final int requestTimeoutMs;
  private final boolean ofControllers;
  private final RequestSender requests;
  private final Rebootstrap rebootstrap;
  private final BiConsumer<Question, Answer> onAnswer;

  private Question inFlight;

  MetadataFetch(
      ClientSettings settings,
      RequestSender requests,
      Rebootstrap rebootstrap,
      BiConsumer<Question, Answer> onAnswer) {
    this.logPrefix = settings.logPrefix();
    this.requestTimeoutMs = settings.requestTimeoutMs();
    this.ofControllers = settings.bootstrapControllers();
    this.requests = requests;
    this.rebootstrap = rebootstrap;
    this.onAnswer = onAnswer;
  }

  boolean inFlight() {
    return inFlight != null;
  }

  List<CompletableFuture<MetadataSnapshot>> waiters() {
    return inFlight == null ? List.of() : inFlight.waiters();
  }

  void checkRebootstrap(long nowMs) {
    rebootstrap.check(nowMs);
  }

  long rebootstrapAtMs() {
    return rebootstrap.dueAtMs();
  }

  /** The cluster has described itself. */
  void succeeded() {
    rebootstrap.succeeded();
  }

  /** A broker to ask, or {@link RequestSender#NO_NODE}. */
  int chooseNode(long nowMs) {
    rebootstrap.attempted(nowMs);
    int node = requests.leastLoadedNode();
    return node == RequestSender.NO_NODE && rebootstrap.noBrokerLeft()
        ? requests.leastLoadedNode()
        : node;
  }

  void send(int node, Question question, MetadataQuery query) {
    inFlight = question;
    Handler handler = new Handler(node, question, query);
    if (ofControllers) {
      requests.send(
          node,
          Lane.GENERAL,
          ControllersQuery.request(),
          requestTimeoutMs,
          new ControllersQuery(handler));
    } else {
      requests.send(node, Lane.GENERAL, query, requestTimeoutMs, handler);
    }
  }

  private final class Handler implements ResponseHandler<MetadataResponse> {

    private final int node;
    private final Question question;
    private final MetadataQuery query;

    private Handler(int node, Question question, MetadataQuery query) {
      this.node = node;
      this.question = question;
      this.query = query;
    }

    @Override
    public void onResponse(MetadataResponse response) {
      ErrorCode error = ErrorCode.forCode(response.errorCode());
      if (error == ErrorCode.NONE) {
        done(new Answer(response, query.reliableEpochs(), null, false));
        return;
      }
      log.info("{}Broker {} refused to describe the cluster: {}", logPrefix, node, error);
      if (error == ErrorCode.REBOOTSTRAP_REQUIRED) {
        rebootstrap.required();
      }
      done(new Answer(null, false, null, false));
    }

    @Override
    public void onFailure(RequestFailure failure) {
      ApiException cause = failure.cause();
      boolean passing = cause instanceof RetriableException;
      if (passing) {
        log.debug("{}No metadata from broker {}: {}", logPrefix, node, cause.toString());
        rebootstrap.failed(node);
      } else {
        log.error("{}No metadata from broker {}", logPrefix, node, cause);
      }
      done(new Answer(null, false, passing ? null : cause, passing && !failure.maybeSent()));
    }

    private void done(Answer answer) {
      inFlight = null;
      onAnswer.accept(question, answer);
    }
  }
}
