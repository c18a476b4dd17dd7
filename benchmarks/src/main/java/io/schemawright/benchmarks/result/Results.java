package io.schemawright.benchmarks.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of all rounds of one run. For one thread. */
public final class Results {
  private final Map<String, List<Figure>> figures = new LinkedHashMap<>();
  private final Map<String, List<Map<String, Object>>> series = new LinkedHashMap<>();

  /**
   * A figure over all rounds.
   *
   * @param values one for each round, in their order
   * @param median the figure of the table
   */
  public record Summary(
      String measurement,
      String name,
      String unit,
      @Nullable Goal goal,
      double median,
      double low,
      double high,
      List<Double> values) {}

  /** Adds what one measurement found in one round. */
  public void add(Figures found) {
    found
        .all()
        .forEach(
            figure ->
                figures
                    .computeIfAbsent(
                        figure.measurement() + "\n" + figure.name(), key -> new ArrayList<>())
                    .add(figure));
    series.putAll(found.allSeries());
  }

  /** All figures, in the order in which they were first found. */
  public List<Summary> summaries() {
    return figures.values().stream().map(Results::summary).toList();
  }

  /** What was seen over time, by its name; of the last round. */
  public Map<String, List<Map<String, Object>>> series() {
    return Map.copyOf(series);
  }

  private static Summary summary(List<Figure> repeated) {
    Figure first = repeated.get(0);
    List<Double> values = repeated.stream().map(Figure::value).toList();
    Samples samples = Samples.of(values);
    return new Summary(
        first.measurement(),
        first.name(),
        first.unit(),
        first.goal(),
        samples.median(),
        samples.low(),
        samples.high(),
        values);
  }
}
