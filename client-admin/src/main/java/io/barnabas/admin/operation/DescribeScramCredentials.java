package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeUserScramCredentialsRequest;
import io.barnabas.protocol.message.DescribeUserScramCredentialsRequest.UserName;
import io.barnabas.protocol.message.DescribeUserScramCredentialsResponse;
import io.barnabas.protocol.message.DescribeUserScramCredentialsResponse.CredentialInfo;
import io.barnabas.protocol.message.DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialsDescription;
import org.apache.kafka.common.errors.ApiException;

/**
 * Tells which users have SCRAM credentials, and of what kind (KIP-554). The outcome has a
 * description of each user and, where there is no telling, the exception.
 */
public final class DescribeScramCredentials
    implements Operation<
        Whole,
        Map<UserScramCredentialsDescription, Optional<ApiException>>,
        DescribeUserScramCredentialsResponse> {

  /** Empty for all users: null means the same, but a broker that refuses stumbles over it. */
  private final List<UserName> users;

  /**
   * @param users null or empty for all users
   */
  public DescribeScramCredentials(List<String> users) {
    this.users = users == null ? List.of() : named(users);
  }

  private static List<UserName> named(List<String> users) {
    return users.stream().filter(Objects::nonNull).map(name -> new UserName().name(name)).toList();
  }

  @Override
  public String name() {
    return "describeUserScramCredentials";
  }

  @Override
  public Route route(Whole cluster) {
    return Route.anyBroker();
  }

  @Override
  public ApiRequest<DescribeUserScramCredentialsResponse> request(
      List<Whole> cluster, int timeoutMs) {
    return new DescribeUserScramCredentialsRequest().users(users);
  }

  @Override
  public void read(
      DescribeUserScramCredentialsResponse response,
      Items<Whole, Map<UserScramCredentialsDescription, Optional<ApiException>>> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error != ErrorCode.NONE) {
      items.fail(Whole.CLUSTER, error, response.errorMessage());
      return;
    }
    Map<UserScramCredentialsDescription, Optional<ApiException>> outcomes = new LinkedHashMap<>();
    response.results().forEach(user -> outcomes.put(description(user), failure(user)));
    items.complete(Whole.CLUSTER, outcomes);
  }

  private static UserScramCredentialsDescription description(
      DescribeUserScramCredentialsResult user) {
    return new UserScramCredentialsDescription(
        user.user(),
        user.credentialInfos().stream().map(DescribeScramCredentials::credential).toList());
  }

  private static ScramCredentialInfo credential(CredentialInfo credential) {
    return new ScramCredentialInfo(
        ScramMechanism.fromType(credential.mechanism()), credential.iterations());
  }

  private static Optional<ApiException> failure(DescribeUserScramCredentialsResult user) {
    ErrorCode error = ErrorCode.forCode(user.errorCode());
    return Optional.ofNullable(ErrorExceptions.of(error, user.errorMessage()));
  }
}
