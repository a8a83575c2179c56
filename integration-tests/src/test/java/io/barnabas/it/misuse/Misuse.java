package io.barnabas.it.misuse;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * One use or misuse of a consumer of its own.
 *
 * @param config beyond the address, the group and the deserializers
 */
record Misuse(String name, Map<String, Object> config, Use use) {

  /** What is done with the consumer; notes everything it sees. */
  @FunctionalInterface
  interface Use {
    void run(Consumer<String, String> consumer, Scene scene) throws Exception;
  }

  static Misuse of(String name, Use use) {
    return new Misuse(name, Map.of(), use);
  }
}
