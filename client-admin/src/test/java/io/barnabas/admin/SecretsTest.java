package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.config;
import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.barnabas.testkit.FakeBroker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData.ScramCredentialUpsertion;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData.AlterUserScramCredentialsResult;
import org.apache.kafka.common.message.RenewDelegationTokenRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/** A password, a token and a sensitive value reach the broker, and nobody else gets to see them. */
class SecretsTest {

  private static final String CANARY = "canary-in-the-mine";
  private static final byte[] HMAC = CANARY.getBytes(StandardCharsets.UTF_8);
  private static final ScramCredentialInfo SHA_256 =
      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);

  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  @Test
  void secretsAreInNoLogMessageOrToString() {
    PrintStream error = System.err;
    try (PrintStream capture = new PrintStream(seen, true, StandardCharsets.UTF_8)) {
      System.setErr(capture);
      handOutSecrets(capture);
    } finally {
      System.setErr(error);
    }
    String text = seen.toString(StandardCharsets.UTF_8);
    assertFalse(text.isEmpty());
    assertFalse(text.contains(CANARY), text);
    assertFalse(text.contains(HexFormat.of().formatHex(HMAC)), text);
    assertFalse(text.contains(Arrays.toString(HMAC)), text);
  }

  private void handOutSecrets(PrintStream out) {
    try (FakeBroker broker = FakeBroker.start();
        BarnabasAdmin admin = BarnabasAdmin.create(config(broker.address()))) {
      var password =
          admin.alterUserScramCredentials(
              List.of(new UserScramCredentialUpsertion("alice", SHA_256, CANARY)));
      var token = admin.renewDelegationToken(HMAC);
      var value =
          admin.incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.BROKER, ""),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("ssl.key.password", CANARY), AlterConfigOp.OpType.SET))));
      out.println(failureOf(password.all()));
      out.println(failureOf(token.expiryTimestamp()));
      out.println(failureOf(value.all()));
      out.println(password.values());
      out.println(token.expiryTimestamp());
      out.println(broker.requests(ApiKeys.ALTER_USER_SCRAM_CREDENTIALS).size());
    }
  }

  @Test
  void brokerGetsTheTokenAsItIsAndThePasswordOnlySalted() throws Exception {
    try (FakeBroker broker = FakeBroker.start();
        BothAdmins admins = new BothAdmins(broker.address())) {
      broker.on(
          ApiKeys.ALTER_USER_SCRAM_CREDENTIALS,
          new AlterUserScramCredentialsResponseData()
              .setResults(List.of(new AlterUserScramCredentialsResult().setUser("alice"))));
      byte[] salt = {1, 2, 3};
      var upsertion =
          new UserScramCredentialUpsertion(
              "alice", SHA_256, CANARY.getBytes(StandardCharsets.UTF_8), salt);
      get(admins.theirs.alterUserScramCredentials(List.of(upsertion)).all());
      get(admins.ours.alterUserScramCredentials(List.of(upsertion)).all());
      failureOf(admins.ours.renewDelegationToken(HMAC).expiryTimestamp());

      ScramCredentialUpsertion expected = salted(broker, 1);
      assertEquals(expected, salted(broker, 2));
      assertFalse(Arrays.equals(HMAC, expected.saltedPassword()));
      RenewDelegationTokenRequestData renewed =
          broker.awaitRequest(ApiKeys.RENEW_DELEGATION_TOKEN, 1).body();
      assertArrayEquals(HMAC, renewed.hmac());
    }
  }

  private static ScramCredentialUpsertion salted(FakeBroker broker, int nth) {
    AlterUserScramCredentialsRequestData request =
        broker.awaitRequest(ApiKeys.ALTER_USER_SCRAM_CREDENTIALS, nth).body();
    return request.upsertions().get(0);
  }
}
