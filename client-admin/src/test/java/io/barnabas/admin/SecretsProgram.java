package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.config;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData.AlterUserScramCredentialsResult;
import org.apache.kafka.common.message.CreateDelegationTokenResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData.DescribedDelegationToken;
import org.apache.kafka.common.message.ExpireDelegationTokenResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.message.RenewDelegationTokenResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/**
 * Every operation that carries a secret, to brokers that do it, refuse it, answer nonsense and hang
 * up. Prints all that an application may print; for a JVM of its own, which logs all there is.
 */
final class SecretsProgram {

  static final String CANARY = "canary-in-the-mine";
  static final byte[] HMAC = CANARY.getBytes(StandardCharsets.UTF_8);
  static final String END = "all secrets were handed out";

  private static final ConfigResource BROKER = new ConfigResource(ConfigResource.Type.BROKER, "1");
  private static final String KEY = "ssl.key.password";

  /** An operation with a secret, and the answer to it where it is done. */
  private record Secret(ApiKeys api, ApiMessage answer, Call call) {}

  private interface Call {
    KafkaFuture<?> on(Admin admin);
  }

  private SecretsProgram() {}

  public static void main(String[] args) throws Exception {
    for (Secret secret : secrets()) {
      handOut(secret, Reply.of(secret.answer()));
      handOut(secret, Reply.error(Errors.UNKNOWN_SERVER_ERROR));
      handOut(secret, Reply.of(secret.answer()).withTrailing(HMAC));
      handOut(secret, Reply.disconnect());
    }
    System.out.println(END);
  }

  private static void handOut(Secret secret, Reply reply) throws Exception {
    Map<String, Object> config;
    try (FakeBroker broker = FakeBroker.start()) {
      broker.on(secret.api(), request -> reply);
      config = config(broker.address());
      config.put(AdminClientConfig.RETRIES_CONFIG, 2);
      config.put("ssl.keystore.password", CANARY);
      try (Admin admin = BarnabasAdmin.create(config)) {
        KafkaFuture<?> outcome = secret.call().on(admin);
        try {
          System.out.println(outcome.get(20, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
          e.printStackTrace();
        }
        System.out.println(secret.api() + " " + outcome);
      }
    }
  }

  private static List<Secret> secrets() {
    return List.of(
        new Secret(
            ApiKeys.ALTER_USER_SCRAM_CREDENTIALS,
            new AlterUserScramCredentialsResponseData()
                .setResults(List.of(new AlterUserScramCredentialsResult().setUser("alice"))),
            admin -> admin.alterUserScramCredentials(List.of(password())).all()),
        new Secret(
            ApiKeys.INCREMENTAL_ALTER_CONFIGS,
            new IncrementalAlterConfigsResponseData()
                .setResponses(
                    List.of(
                        new AlterConfigsResourceResponse()
                            .setResourceName(BROKER.name())
                            .setResourceType(BROKER.type().id()))),
            admin -> admin.incrementalAlterConfigs(Map.of(BROKER, List.of(setting()))).all()),
        new Secret(
            ApiKeys.DESCRIBE_CONFIGS,
            described(),
            admin -> admin.describeConfigs(Set.of(BROKER)).all()),
        new Secret(
            ApiKeys.CREATE_DELEGATION_TOKEN,
            new CreateDelegationTokenResponseData().setTokenId("token").setHmac(HMAC),
            admin -> admin.createDelegationToken().delegationToken()),
        new Secret(
            ApiKeys.DESCRIBE_DELEGATION_TOKEN,
            new DescribeDelegationTokenResponseData()
                .setTokens(
                    List.of(new DescribedDelegationToken().setTokenId("token").setHmac(HMAC))),
            admin -> admin.describeDelegationToken().delegationTokens()),
        new Secret(
            ApiKeys.RENEW_DELEGATION_TOKEN,
            new RenewDelegationTokenResponseData(),
            admin -> admin.renewDelegationToken(HMAC).expiryTimestamp()),
        new Secret(
            ApiKeys.EXPIRE_DELEGATION_TOKEN,
            new ExpireDelegationTokenResponseData(),
            admin -> admin.expireDelegationToken(HMAC).expiryTimestamp()));
  }

  private static UserScramCredentialUpsertion password() {
    return new UserScramCredentialUpsertion(
        "alice", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), CANARY);
  }

  private static AlterConfigOp setting() {
    return new AlterConfigOp(new ConfigEntry(KEY, CANARY), AlterConfigOp.OpType.SET);
  }

  /** No broker would send the value. */
  private static ApiMessage described() {
    return new DescribeConfigsResponseData()
        .setResults(
            List.of(
                new DescribeConfigsResult()
                    .setResourceName(BROKER.name())
                    .setResourceType(BROKER.type().id())
                    .setConfigs(
                        List.of(
                            new DescribeConfigsResourceResult()
                                .setName(KEY)
                                .setValue(CANARY)
                                .setIsSensitive(true)))));
  }
}
