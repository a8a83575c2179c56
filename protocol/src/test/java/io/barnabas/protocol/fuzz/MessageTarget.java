package io.barnabas.protocol.fuzz;

import io.barnabas.protocol.io.MalformedMessageException;
import io.barnabas.protocol.wire.OracleMessage;
import io.barnabas.protocol.wire.RandomMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.protocol.Message;

/** One message in one version; valid input is encoded by kafka-clients. */
record MessageTarget(OracleMessage message, short version) implements FuzzTarget {

  /** Every message in every version. */
  static List<FuzzTarget> all() {
    List<FuzzTarget> targets = new ArrayList<>();
    for (OracleMessage message : OracleMessage.all()) {
      message.versions().forEach(version -> targets.add(new MessageTarget(message, version)));
    }
    return targets;
  }

  @Override
  public String name() {
    return message.name() + " v" + version;
  }

  @Override
  public byte[] seedInput(Random random) {
    Message value = new RandomMessages(random).message(message.theirs(), version);
    return OracleMessage.encodeTheirs(value, version);
  }

  @Override
  public void decode(byte[] input) {
    message.decodeOurs(input, version);
  }

  @Override
  public Class<? extends RuntimeException> typedError() {
    return MalformedMessageException.class;
  }
}
