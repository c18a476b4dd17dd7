package io.schemawright.benchmarks.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes down what one measurement finds in one round. For one thread. */
public final class Figures {
  private final String measurement;
  private final List<Figure> figures = new ArrayList<>();
  private final Map<String, List<Map<String, Object>>> series = new LinkedHashMap<>();

  /** Those of this measurement. */
  public Figures(String measurement) {
    this.measurement = measurement;
  }

  /** A figure nobody set a goal for. */
  public void add(String name, String unit, double value) {
    add(name, unit, value, null);
  }

  /** A figure with its goal, or with null where nobody set one. */
  public void add(String name, String unit, double value, @Nullable Goal goal) {
    if (figures.stream().anyMatch(figure -> figure.name().equals(name))) {
      throw new IllegalArgumentException(measurement + " has two figures named " + name);
    }
    figures.add(new Figure(measurement, name, unit, value, goal));
  }

  /** What was seen over time, for the JSON only: rows of equal keys. */
  public void series(String name, List<Map<String, Object>> rows) {
    series.put(measurement + ": " + name, List.copyOf(rows));
  }

  /** All of them, in the order in which they were found. */
  public List<Figure> all() {
    return List.copyOf(figures);
  }

  /** All that was seen over time. */
  public Map<String, List<Map<String, Object>>> allSeries() {
    return Map.copyOf(series);
  }
}
