package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.AlterUserScramCredentialsRequest;
import io.barnabas.protocol.message.AlterUserScramCredentialsResponse;
import io.barnabas.protocol.message.AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.common.errors.ApiException;

/**
 * Sets and deletes SCRAM credentials (KIP-554). An item is a user. Passwords are salted when the
 * operation is made, on the caller's thread: that takes its time, and no password goes any further.
 */
public final class AlterScramCredentials
    implements Operation<String, Void, AlterUserScramCredentialsResponse> {

  private static final ControllerErrors ERRORS = new ControllerErrors(false);

  private final ScramAlterations alterations;

  public AlterScramCredentials(List<UserScramCredentialAlteration> alterations) {
    this.alterations = ScramAlterations.of(alterations);
  }

  /** The items. */
  public Collection<String> users() {
    return alterations.users();
  }

  @Override
  public String name() {
    return "alterUserScramCredentials";
  }

  @Override
  public ApiException refusal(String user) {
    return alterations.refusal(user);
  }

  @Override
  public Route route(String user) {
    return Route.controller();
  }

  @Override
  public ApiRequest<AlterUserScramCredentialsResponse> request(List<String> users, int timeoutMs) {
    return new AlterUserScramCredentialsRequest()
        .upsertions(alterations.upsertions(users))
        .deletions(alterations.deletions(users));
  }

  @Override
  public void read(AlterUserScramCredentialsResponse response, Items<String, Void> items) {
    for (AlterUserScramCredentialsResult result : response.results()) {
      ErrorCode error = ErrorCode.forCode(result.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(result.user(), null);
      } else {
        ERRORS.settle(
            items, result.user(), error, result.errorMessage(), response.throttleTimeMs());
      }
    }
  }

  @Override
  public String leftOut(String user) {
    return "The broker response did not contain a result for user " + user;
  }
}
