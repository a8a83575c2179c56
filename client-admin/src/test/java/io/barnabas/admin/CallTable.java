package io.barnabas.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Methods by kinds of calls, and what came of them. */
final class CallTable {

  private static final List<String> COLUMNS =
      List.of("works", "bad input", "not allowed", "timed out", "broker too old");

  private static final Pattern FAILURE = Pattern.compile("(?:!|thrown )(\\w+)");

  /** The views that the two clients gave of the same call. */
  record Pair(String theirs, String ours) {

    Pair {
      theirs = neutral(theirs);
      ours = neutral(ours);
    }

    /** Without the names of what belongs to one client alone, and ids that are made up anew. */
    private static String neutral(String view) {
      return view.replaceAll("xours|xtheirs", "ME")
          .replaceAll("(?<![A-Za-z0-9_!-])[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])", "ID");
    }

    boolean alike() {
      return theirs.equals(ours);
    }

    boolean failed() {
      return FAILURE.matcher(ours).find();
    }

    private String cell() {
      if (!alike()) {
        return "DIFFERENT";
      }
      List<String> failures = new ArrayList<>();
      Matcher matcher = FAILURE.matcher(ours);
      while (matcher.find()) {
        if (!failures.contains(matcher.group(1))) {
          failures.add(matcher.group(1));
        }
      }
      return failures.isEmpty() ? "equal" : String.join(" ", failures);
    }

    private String difference() {
      int same = 0;
      while (same < Math.min(theirs.length(), ours.length())
          && theirs.charAt(same) == ours.charAt(same)) {
        same++;
      }
      return "theirs …" + around(theirs, same) + "\n    ours …" + around(ours, same);
    }

    private static String around(String view, int at) {
      return view.substring(Math.max(0, at - 60), Math.min(view.length(), at + 200));
    }
  }

  private final Map<String, Map<String, Pair>> rows = new TreeMap<>();

  void add(AdminCall call, String column, Pair pair) {
    rows.computeIfAbsent(call.method(), method -> new LinkedHashMap<>()).put(column, pair);
  }

  Set<String> methods() {
    return rows.keySet();
  }

  List<String> differences() {
    List<String> differences = new ArrayList<>();
    rows.forEach(
        (method, row) ->
            row.forEach(
                (column, pair) -> {
                  if (!pair.alike()) {
                    differences.add("\n" + method + ", " + column + ": " + pair.difference());
                  }
                }));
    return differences;
  }

  /** Methods that were not seen to work, or not to fail. */
  List<String> empty() {
    return rows.entrySet().stream()
        .filter(row -> !row.getValue().containsKey("works") || row.getValue().size() < 2)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public String toString() {
    return rows.entrySet().stream()
        .map(row -> line(row.getKey(), row.getValue()))
        .collect(Collectors.joining("\n", line(), "\n"));
  }

  private static String line() {
    return "\n| method | " + String.join(" | ", COLUMNS) + " |\n";
  }

  private static String line(String method, Map<String, Pair> row) {
    return COLUMNS.stream()
        .map(column -> row.containsKey(column) ? row.get(column).cell() : "")
        .collect(Collectors.joining(" | ", "| " + method + " | ", " |"));
  }
}
