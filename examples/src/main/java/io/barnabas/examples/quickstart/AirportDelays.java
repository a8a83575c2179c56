package io.barnabas.examples.quickstart;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many flights left each airport, and how late they came in. Guarded by itself. */
final class AirportDelays {

  /**
   * @param meanDelay minutes
   */
  record Line(String airport, long flights, double meanDelay) {}

  private static final class Sum {
    long flights;
    long delay;
  }

  private final Map<String, Sum> byAirport = new HashMap<>();

  synchronized void add(Flight flight) {
    Sum sum = byAirport.computeIfAbsent(flight.origin(), airport -> new Sum());
    sum.flights++;
    sum.delay += flight.delay();
  }

  /** The busiest airports, the busiest first; equals in order of their codes. */
  synchronized List<Line> busiest(int count) {
    return byAirport.entrySet().stream()
        .map(e -> line(e.getKey(), e.getValue()))
        .sorted(Comparator.comparingLong(Line::flights).reversed().thenComparing(Line::airport))
        .limit(count)
        .toList();
  }

  private static Line line(String airport, Sum sum) {
    return new Line(airport, sum.flights, (double) sum.delay / sum.flights);
  }
}
