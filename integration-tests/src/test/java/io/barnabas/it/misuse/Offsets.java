package io.barnabas.it.misuse;

import java.util.ArrayList;
import java.util.List;

/** Offsets in the order in which their records came, told as ranges. */
final class Offsets {
  private final List<Long> firsts = new ArrayList<>();
  private final List<Long> lasts = new ArrayList<>();

  void add(long offset) {
    int last = lasts.size() - 1;
    if (last >= 0 && lasts.get(last) == offset - 1) {
      lasts.set(last, offset);
    } else {
      firsts.add(offset);
      lasts.add(offset);
    }
  }

  @Override
  public String toString() {
    StringBuilder ranges = new StringBuilder();
    for (int i = 0; i < firsts.size(); i++) {
      ranges.append(i == 0 ? "" : ", ").append(firsts.get(i)).append('-').append(lasts.get(i));
    }
    return ranges.toString();
  }
}
