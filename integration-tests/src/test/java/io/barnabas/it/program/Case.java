package io.barnabas.it.program;

import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/**
 * One use or misuse of a producer of its own.
 *
 * @param config beyond the addresses, the client id and the serializers
 */
record Case(String name, Map<String, Object> config, Use use) {

  /** What is done with the producer; notes everything it sees. */
  @FunctionalInterface
  interface Use {
    void run(Producer<Object, Object> producer, Notes notes) throws Exception;
  }
}
