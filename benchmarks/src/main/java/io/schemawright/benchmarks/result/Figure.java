package io.schemawright.benchmarks.result;

import org.jspecify.annotations.Nullable;

/**
 * One number that was measured.
 *
 * @param measurement what measured it
 * @param name what it is, unique within the measurement
 * @param unit such as {@code ms} or {@code changes/s}
 */
public record Figure(
    String measurement, String name, String unit, double value, @Nullable Goal goal) {

  /** Refuses what cannot have been measured. */
  public Figure {
    if (!Double.isFinite(value) || value < 0) {
      throw new IllegalArgumentException(
          "%s, %s: %s is no measured value".formatted(measurement, name, value));
    }
  }
}
