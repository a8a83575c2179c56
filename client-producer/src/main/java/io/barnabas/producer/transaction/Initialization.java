package io.barnabas.producer.transaction;

import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.producer.idempotence.ProducerId;
import io.barnabas.producer.transaction.TransactionErrors.Verdict;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.InitProducerIdResponse;

/** Gets a producer id, or another epoch, from the coordinator. Loop thread only. */
final class Initialization {
  private final TransactionSettings settings;
  private final TransactionRequests requests;
  private final TransactionMachine machine;
  private final Epochs epochs;
  private final CurrentTransaction transaction;

  Initialization(
      TransactionSettings settings,
      TransactionRequests requests,
      TransactionMachine machine,
      Epochs epochs,
      CurrentTransaction transaction) {
    this.settings = settings;
    this.requests = requests;
    this.machine = machine;
    this.epochs = epochs;
    this.transaction = transaction;
  }

  /**
   * @param current {@link ProducerId#NONE} to begin with
   * @param operation who waits
   */
  void start(ProducerId current, Operation operation) {
    InitProducerIdCall call = new InitProducerIdCall(settings, current);
    requests
        .call(call)
        .whenComplete(
            (response, error) -> {
              if (machine.state() != TransactionState.INITIALIZING) {
                return;
              }
              if (error != null) {
                transaction.onUnanswered(error);
              } else {
                onAnswer(call, response, operation);
              }
              if (!current.equals(ProducerId.NONE)) {
                requireNothingToAbort();
              }
              if (machine.lastError() != null) {
                operation.fail(machine.lastError());
              }
            });
  }

  /**
   * The transaction before this epoch is decided: whoever were told to abort it would take what is
   * committed for aborted.
   */
  private void requireNothingToAbort() {
    if (machine.state() == TransactionState.ABORTABLE_ERROR) {
      transaction.fatal(machine.lastError());
    }
  }

  private void onAnswer(
      InitProducerIdCall call, InitProducerIdResponse response, Operation operation) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    Verdict verdict = TransactionErrors.of(ApiKey.INIT_PRODUCER_ID, error);
    switch (verdict) {
      case NONE -> {
        epochs.onInitialized(call.raisesEpoch());
        transaction.assign(new ProducerId(response.producerId(), response.producerEpoch()));
        machine.advance(TransactionState.READY);
        operation.succeed();
      }
      case REFUSED -> {
        RuntimeException refusal = ErrorExceptions.of(error);
        machine.failAbortably(refusal);
        machine.advance(TransactionState.UNINITIALIZED);
        operation.fail(refusal);
      }
      case UNEXPECTED ->
          transaction.fatal(
              BatchErrors.unexpected("Unexpected error in InitProducerIdResponse; ", error));
      default -> transaction.judge(verdict, ErrorExceptions.of(error));
    }
  }
}
