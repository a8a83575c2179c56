package io.barnabas.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The flights that come with the example: 20,000 of them, in order of time. */
final class FlightLog {

  private static final String RESOURCE = "flights.ndjson.gz";

  static List<Flight> read() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Flight> flights = new ArrayList<>(20_000);
    try (InputStream packed = FlightLog.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(new GZIPInputStream(packed), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        flights.add(json.readValue(line, Flight.class));
      }
    }
    return flights;
  }

  private FlightLog() {}
}
