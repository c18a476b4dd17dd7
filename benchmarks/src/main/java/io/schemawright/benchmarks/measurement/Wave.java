package io.schemawright.benchmarks.measurement;

import java.util.Map;

/**
 * What each of some requests cost, which were published at once; in milliseconds.
 *
 * @param after how many there had been when the last of them was done
 * @param cpuMillis of the processor, by part
 * @param millis of the clock, divided by their number: many are on their way at once
 * @param yardstickMillis how slow the machine was meanwhile
 * @param stolenPercent of its processors had the host's other guests
 */
record Wave(
    int after,
    Map<String, Double> cpuMillis,
    double millis,
    double yardstickMillis,
    double stolenPercent) {
  /** Of the processor, by all parts. */
  double allCpuMillis() {
    return cpuMillis.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
