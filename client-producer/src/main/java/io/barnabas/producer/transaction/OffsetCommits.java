package io.barnabas.producer.transaction;

import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.producer.transaction.TransactionErrors.Verdict;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.AddOffsetsToTxnResponse;
import io.barnabas.protocol.message.TxnOffsetCommitResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortedException;

/** The offsets on their way into a transaction. Loop thread only. */
final class OffsetCommits {
  private final String transactionalId;
  private final TransactionRequests requests;
  private final CurrentTransaction transaction;
  private final List<Running> running = new ArrayList<>();

  OffsetCommits(
      String transactionalId, TransactionRequests requests, CurrentTransaction transaction) {
    this.transactionalId = transactionalId;
    this.requests = requests;
    this.transaction = transaction;
  }

  /** One {@code sendOffsetsToTransaction}. */
  private static final class Running {
    private final ConsumerGroupMetadata group;
    private final Operation operation;
    private TransactionCall<?> call;
    private CompletableFuture<?> answer;

    private Running(ConsumerGroupMetadata group, Operation operation) {
      this.group = group;
      this.operation = operation;
    }
  }

  boolean isIdle() {
    return running.isEmpty();
  }

  Operation commit(
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group,
      ProducerId id,
      boolean v2) {
    Operation operation = new Operation(v2 ? "TxnOffsetCommitHandler" : "AddOffsetsToTxn");
    Running commit = new Running(group, operation);
    running.add(commit);
    if (v2) {
      commitOffsets(commit, offsets, id, true);
    } else {
      addGroup(commit, offsets, id);
    }
    return operation;
  }

  private void addGroup(
      Running commit, Map<TopicPartition, OffsetAndMetadata> offsets, ProducerId id) {
    AddOffsetsCall call =
        new AddOffsetsCall(transactionalId, id, commit.group.groupId(), transaction);
    commit.call = call;
    CompletableFuture<AddOffsetsToTxnResponse> answer = requests.call(call);
    commit.answer = answer;
    answer.whenComplete(
        (response, error) -> {
          ErrorCode code = error != null ? null : ErrorCode.forCode(response.errorCode());
          if (code == ErrorCode.NONE) {
            transaction.onStarted();
            commitOffsets(commit, offsets, id, false);
            return;
          }
          transaction.onNotStarted(call);
          if (error != null) {
            unanswered(commit, error);
          } else {
            refused(commit, ApiKey.ADD_OFFSETS_TO_TXN, code);
          }
        });
  }

  private void commitOffsets(
      Running commit, Map<TopicPartition, OffsetAndMetadata> offsets, ProducerId id, boolean v2) {
    TxnOffsetCommitCall call =
        new TxnOffsetCommitCall(transactionalId, id, offsets, commit.group, v2, transaction);
    commit.call = call;
    CompletableFuture<TxnOffsetCommitResponse> answer = requests.call(call);
    commit.answer = answer;
    answer.whenComplete(
        (response, error) -> {
          if (error != null) {
            unanswered(commit, error);
          } else {
            committed(commit, call.errorsOf(response));
          }
        });
  }

  private void committed(Running commit, Iterable<ErrorCode> errors) {
    ErrorCode retriable = ErrorCode.NONE;
    for (ErrorCode error : errors) {
      Verdict verdict = TransactionErrors.of(ApiKey.TXN_OFFSET_COMMIT, error);
      if (verdict == Verdict.RETRY) {
        retriable = error;
      } else if (verdict != Verdict.NONE) {
        refused(commit, ApiKey.TXN_OFFSET_COMMIT, error);
        return;
      }
    }
    if (retriable == ErrorCode.NONE) {
      running.remove(commit);
      commit.operation.succeed();
    } else {
      refused(commit, ApiKey.TXN_OFFSET_COMMIT, retriable);
    }
  }

  private void refused(Running commit, ApiKey key, ErrorCode error) {
    running.remove(commit);
    Verdict verdict = TransactionErrors.of(key, error);
    RuntimeException exception = exception(commit, key, error, verdict);
    commit.operation.fail(exception);
    if (verdict != Verdict.RETRY) {
      transaction.judge(verdict, exception);
    }
  }

  private static RuntimeException exception(
      Running commit, ApiKey key, ErrorCode error, Verdict verdict) {
    if (verdict == Verdict.FENCED) {
      return ErrorExceptions.of(ErrorCode.PRODUCER_FENCED);
    }
    if (verdict == Verdict.UNEXPECTED) {
      return BatchErrors.unexpected(
          "Unexpected error in "
              + (key == ApiKey.TXN_OFFSET_COMMIT ? "TxnOffsetCommit" : "AddOffsetsToTxn")
              + "Response: ",
          error);
    }
    return switch (error) {
      case GROUP_AUTHORIZATION_FAILED ->
          GroupAuthorizationException.forGroupId(commit.group.groupId());
      case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION ->
          new CommitFailedException(
              "Transaction offset Commit failed due to consumer group metadata mismatch: "
                  + ErrorExceptions.of(error).getMessage());
      default -> ErrorExceptions.of(error);
    };
  }

  private void unanswered(Running commit, Throwable error) {
    running.remove(commit);
    RuntimeException cause = BatchErrors.causeOf(error);
    commit.operation.fail(cause);
    if (transaction.isAddable()) {
      transaction.onUnanswered(cause);
    }
  }

  /**
   * The transaction does not go on. A request that is out, or may have opened the transaction, is
   * waited for, so that it cannot arrive after the end of its transaction.
   *
   * @param cause null if the application wants it so
   */
  void giveUp(RuntimeException cause) {
    for (Running commit : List.copyOf(running)) {
      if (!commit.call.isOpenEnded()) {
        commit.operation.fail(cause != null ? cause : new TransactionAbortedException());
        commit.answer.cancel(false);
      }
    }
  }
}
