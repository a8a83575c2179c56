package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.FakeBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData.ScramCredentialUpsertion;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData.AlterUserScramCredentialsResult;
import org.apache.kafka.common.message.RenewDelegationTokenRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/** A password, a token and a sensitive value reach the broker, and nobody else gets to see them. */
class SecretsTest {

  private static final String CANARY = SecretsProgram.CANARY;
  private static final byte[] HMAC = SecretsProgram.HMAC;
  private static final ScramCredentialInfo SHA_256 =
      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);

  @Test
  void secretsAreInNoLogMessageOrToString() throws Exception {
    String text = output();

    assertTrue(text.contains(SecretsProgram.END), text);
    assertTrue(text.contains("DEBUG io.barnabas"), "it logs");
    assertFalse(text.contains(CANARY), text);
    assertFalse(text.contains(HexFormat.of().formatHex(HMAC)), text);
    assertFalse(text.contains(Arrays.toString(HMAC)), text);
    assertFalse(text.contains(Base64.getEncoder().encodeToString(HMAC)), text);
  }

  /** What the program says and logs at the lowest level. */
  private static String output() throws IOException {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                "-cp",
                System.getProperty("java.class.path"),
                SecretsProgram.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      program.destroyForcibly();
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
