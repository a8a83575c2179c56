package io.barnabas.it.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.Collectors;

/** The types of kafka-clients that main code may use. */
final class PublicKafkaApi {

  /** What the published javadoc lists. */
  private static final Set<String> DOCUMENTED = read("/kafka-public-api-4.3.1.txt");

  /** Undocumented, but without them the documented ones cannot be used. */
  private static final Set<String> BY_NAME =
      Set.of(
          "org.apache.kafka.common.utils.Time",
          "org.apache.kafka.common.config.types.Password",
          "org.apache.kafka.clients.CommonClientConfigs");

  /** Documented, but each is a whole client of kafka-clients. */
  private static final Set<String> BANNED =
      Set.of(
          "org.apache.kafka.clients.producer.KafkaProducer",
          "org.apache.kafka.clients.consumer.KafkaConsumer",
          "org.apache.kafka.clients.consumer.KafkaShareConsumer",
          "org.apache.kafka.clients.admin.KafkaAdminClient",
          "org.apache.kafka.clients.admin.ForwardingAdmin");

  static boolean allows(String className) {
    String name = className.replace('$', '.');
    return !BANNED.contains(name) && (DOCUMENTED.contains(name) || BY_NAME.contains(name));
  }

  static int size() {
    return DOCUMENTED.size();
  }

  private static Set<String> read(String resource) {
    try (InputStream in = PublicKafkaApi.class.getResourceAsStream(resource);
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      return lines.lines().map(l -> l.trim().replace('/', '.')).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PublicKafkaApi() {}
}
