package io.barnabas.serde.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class JsonSerdeTest {

  record Flight(String origin, int delay) {}

  private final JsonSerializer<Flight> serializer = new JsonSerializer<>();
  private final JsonDeserializer<Flight> deserializer = new JsonDeserializer<>(Flight.class);

  @Test
  void bytesAreThePlainDocument() {
    byte[] bytes = serializer.serialize("flights", new Flight("ZÜR", -3));
    assertEquals("{\"origin\":\"ZÜR\",\"delay\":-3}", new String(bytes, UTF_8));
  }

  @Test
  void valuesComeBackEqual() {
    Flight flight = new Flight("DTW", 66);
    assertEquals(
        flight, deserializer.deserialize("flights", serializer.serialize("flights", flight)));
  }

  @Test
  void nullStaysATombstone() {
    assertNull(serializer.serialize("flights", null));
    assertNull(deserializer.deserialize("flights", null));
  }

  @Test
  void whatIsNotOneDocumentOfTheTypeIsRefused() {
    for (String bad : new String[] {"", "{", "[]", "{\"delay\":\"late\"}", "{} {}"}) {
      SerializationException e =
          assertThrows(
              SerializationException.class,
              () -> deserializer.deserialize("flights", bad.getBytes(UTF_8)),
              bad);
      assertTrue(e.getMessage().contains("flights"));
    }
  }

  @Test
  void whatJacksonCannotWriteIsRefused() {
    assertThrows(
        SerializationException.class,
        () -> new JsonSerializer<Object>().serialize("flights", new Object()));
  }

  @Test
  void typeComesFromTheConfiguration() {
    JsonDeserializer<Flight> byName = new JsonDeserializer<>();
    byName.configure(Map.of(JsonDeserializer.VALUE_TYPE, Flight.class.getName()), false);
    assertEquals(
        new Flight("LAS", 1),
        byName.deserialize("flights", "{\"origin\":\"LAS\",\"delay\":1}".getBytes(UTF_8)));

    JsonDeserializer<Flight> byClass = new JsonDeserializer<>();
    byClass.configure(Map.of(JsonDeserializer.KEY_TYPE, Flight.class), true);
    assertEquals(
        new Flight(null, 2), byClass.deserialize("flights", "{\"delay\":2}".getBytes(UTF_8)));
  }

  @Test
  void missingOrUnknownTypeIsAConfigurationError() {
    assertThrows(ConfigException.class, () -> new JsonDeserializer<>().configure(Map.of(), false));
    assertThrows(
        ConfigException.class,
        () ->
            new JsonDeserializer<>()
                .configure(Map.of(JsonDeserializer.VALUE_TYPE, "no.such.Type"), false));
  }
}
