package io.barnabas.admin.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaltedPasswordTest {

  @ParameterizedTest
  @CsvSource({"SCRAM_SHA_256, 1", "SCRAM_SHA_256, 4096", "SCRAM_SHA_512, 2", "SCRAM_SHA_512, 4097"})
  void isWhatBrokersExpect(ScramMechanism mechanism, int iterations) throws Exception {
    byte[] password = "pässword\u0000".getBytes(StandardCharsets.ISO_8859_1);
    byte[] salt = {9, 8, 7, -1};
    var oracle =
        new ScramFormatter(
            org.apache.kafka.common.security.scram.internals.ScramMechanism.forMechanismName(
                mechanism.mechanismName()));

    assertArrayEquals(
        oracle.hi(password, salt, iterations),
        SaltedPassword.of(mechanism, password, salt, iterations));
  }
}
