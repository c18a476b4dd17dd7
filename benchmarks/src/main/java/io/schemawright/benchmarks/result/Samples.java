package io.schemawright.benchmarks.result;

import java.util.Arrays;
import java.util.Collection;

/** Numbers of which the distribution matters. Immutable. */
public final class Samples {
  private final double[] sorted;

  private Samples(double[] sorted) {
    this.sorted = sorted;
  }

  /** These numbers; there must be one at least. */
  public static Samples of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  /** The smallest number that so many percent of all do not exceed. */
  public double percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
  }

  /** The one in the middle, or the mean of the two that are. */
  public double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The smallest. */
  public double low() {
    return sorted[0];
  }

  /** The largest. */
  public double high() {
    return sorted[sorted.length - 1];
  }

  /** How many there are. */
  public int count() {
    return sorted.length;
  }
}
