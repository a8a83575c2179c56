package io.barnabas.examples.quickstart;

/**
 * One flight.
 *
 * @param date local departure, {@code yyyy/MM/dd HH:mm}
 * @param delay minutes late on arrival; negative is early
 * @param distance miles
 * @param origin IATA airport code
 * @param destination IATA airport code
 */
public record Flight(String date, int delay, int distance, String origin, String destination) {}
