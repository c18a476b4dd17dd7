package io.schemawright.benchmarks.result;

import java.util.Locale;

/**
 * What DESIGN.md asks of a figure.
 *
 * @param atMost whether smaller is better
 */
public record Goal(boolean atMost, double limit) {
  /** Not more than this. */
  public static Goal atMost(double limit) {
    return new Goal(true, limit);
  }

  /** Not less than this. */
  public static Goal atLeast(double limit) {
    return new Goal(false, limit);
  }

  /** Whether it is reached. */
  public boolean isReachedBy(double value) {
    return atMost ? value <= limit : value >= limit;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s", atMost ? "≤" : "≥", ResultTable.number(limit));
  }
}
