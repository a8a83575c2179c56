package io.barnabas.admin.operation;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.errors.UnacceptableCredentialException;

/**
 * The {@code Hi} of RFC 5802: what a broker keeps in a password's stead. The JDK's PBKDF2 would do,
 * but takes characters, and a password may be any bytes.
 */
final class SaltedPassword {

  private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

  /**
   * @param iterations at least 1; the broker judges whether they are enough
   * @throws UnacceptableCredentialException for a password that cannot be a key
   */
  static byte[] of(ScramMechanism mechanism, byte[] password, byte[] salt, int iterations) {
    try {
      Mac mac = Mac.getInstance(macName(mechanism));
      mac.init(new SecretKeySpec(password, mac.getAlgorithm()));
      mac.update(salt);
      byte[] block = mac.doFinal(FIRST_BLOCK);
      byte[] result = block.clone();
      for (int i = 2; i <= iterations; i++) {
        block = mac.doFinal(block);
        for (int b = 0; b < result.length; b++) {
          result[b] ^= block[b];
        }
      }
      return result;
    } catch (GeneralSecurityException e) {
      throw new UnacceptableCredentialException("The password cannot be salted", e);
    }
  }

  /** {@code SCRAM-SHA-256} is made with {@code HmacSHA256}. */
  private static String macName(ScramMechanism mechanism) {
    return mechanism.mechanismName().replace("SCRAM-SHA-", "HmacSHA");
  }

  private SaltedPassword() {}
}
