package io.barnabas.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.ApiMessage;
import io.barnabas.protocol.io.UnsupportedFieldException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Message;
import org.junit.jupiter.api.Test;

/** Every message, every version: our bytes and values are those of kafka-clients. */
class WireTest {

  private static final int PER_VERSION = Integer.getInteger("barnabas.wire.messages", 1000);
  private static final long SEED = Long.getLong("barnabas.wire.seed", 20_260_101L);

  private final List<OracleMessage> messages = OracleMessage.all();

  @Test
  void everyMessageInEveryVersionIsTheSameOnTheWire() {
    long compared = 0;
    int versions = 0;
    var differences = new TreeMap<String, String>();
    for (OracleMessage message : messages) {
      for (short version : message.versions().toList()) {
        versions++;
        for (int i = 0; i < PER_VERSION; i++) {
          String difference = difference(message, version, SEED + i);
          compared++;
          if (difference != null) {
            differences.putIfAbsent(message.name() + " v" + version, difference);
          }
        }
      }
    }
    System.out.printf(
        "Wire: %,d messages, %,d message versions, %d differences%n",
        compared, versions, differences.size());
    assertTrue(differences.isEmpty(), differences::toString);
    assertTrue(versions > 400, "only " + versions + " message versions");
  }

  private static String difference(OracleMessage message, short version, long seed) {
    Message theirs = new RandomMessages(new Random(seed)).message(message.theirs(), version);
    byte[] expected = OracleMessage.encodeTheirs(theirs, version);
    ApiMessage built = Mirror.toOurs(theirs, message.ours());
    byte[] encoded = OracleMessage.encodeOurs(built, version);
    if (!Arrays.equals(expected, encoded)) {
      return "encoded " + hex(encoded) + " instead of " + hex(expected);
    }
    ApiMessage decoded = message.decodeOurs(expected, version);
    if (!Mirror.sameValues(built, decoded)) {
      return "decoded " + decoded + " instead of " + built;
    }
    if (!Arrays.equals(expected, OracleMessage.encodeOurs(decoded, version))) {
      return "decoded and encoded " + decoded;
    }
    Message returned = message.decodeTheirs(encoded, version);
    return returned.equals(theirs) ? null : "kafka-clients read " + returned + " for " + theirs;
  }

  @Test
  void ourVersionsAreThoseOfKafkaClients() {
    for (OracleMessage message : messages) {
      assertEquals(message.newTheirs().lowestSupportedVersion(), message.newOurs().lowestVersion());
      assertEquals(
          message.newTheirs().highestSupportedVersion(), message.newOurs().highestVersion());
    }
  }

  @Test
  void valueThatAVersionCannotCarryIsRefusedWhereKafkaClientsRefusesIt() {
    int refused = 0;
    int dropped = 0;
    for (OracleMessage message : messages) {
      for (short version : message.versions().toList()) {
        for (int i = 0; i < 40; i++) {
          RandomMessages values = new RandomMessages(new Random(SEED + i));
          Message theirs = values.message(message.theirs(), version);
          if (values.setFieldOfOtherVersion(theirs, version)) {
            ApiMessage ours = Mirror.toOurs(theirs, message.ours());
            byte[] expected = orRefused(theirs, version);
            assertArrayEquals(expected, orRefused(ours, version), () -> theirs + " v" + version);
            refused += expected == null ? 1 : 0;
            dropped += expected == null ? 0 : 1;
          }
        }
      }
    }
    assertTrue(refused > 1000 && dropped > 1000, refused + " refused, " + dropped + " dropped");
  }

  private static byte[] orRefused(Message theirs, short version) {
    try {
      return OracleMessage.encodeTheirs(theirs, version);
    } catch (UnsupportedVersionException e) {
      return null;
    }
  }

  private static byte[] orRefused(ApiMessage ours, short version) {
    try {
      return OracleMessage.encodeOurs(ours, version);
    } catch (UnsupportedFieldException e) {
      assertEquals(version, e.version());
      assertTrue(e.field().startsWith(ours.getClass().getSimpleName() + "."), e::field);
      return null;
    }
  }

  @Test
  void taggedFieldNobodyKnowsIsSkippedInEveryStruct() {
    int tags = 0;
    for (OracleMessage message : messages) {
      for (short version : message.versions().toList()) {
        for (int i = 0; i < 20; i++) {
          RandomMessages values = new RandomMessages(new Random(SEED + i));
          Message theirs = values.message(message.theirs(), version);
          byte[] without = OracleMessage.encodeTheirs(theirs, version);
          tags += values.addUnknownTags(theirs, version);
          byte[] with = OracleMessage.encodeTheirs(theirs, version);

          ApiMessage decoded = message.decodeOurs(with, version);
          assertArrayEquals(
              without, OracleMessage.encodeOurs(decoded, version), () -> theirs + " v" + version);
        }
      }
    }
    assertTrue(tags > 10_000, "only " + tags + " unknown tags");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
