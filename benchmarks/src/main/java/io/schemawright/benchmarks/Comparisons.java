package io.schemawright.benchmarks;

import io.schemawright.benchmarks.measurement.Floor;
import io.schemawright.benchmarks.measurement.Peers;
import io.schemawright.benchmarks.measurement.Throughput;
import io.schemawright.benchmarks.result.Figure;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Goal;
import java.util.List;
import java.util.OptionalDouble;

/** Our applied changes a second beside floor and peers, of the same round. */
final class Comparisons {
  private Comparisons() {}

  /** As far as the round holds what is to be compared. */
  static Figures of(List<Figure> round) {
    Figures figures = new Figures("comparison");
    OptionalDouble ours = value(round, Throughput.ONE_TARGET);
    if (ours.isPresent()) {
      compare(figures, round, ours.getAsDouble(), Floor.ONE_CONNECTION, 50);
      compare(figures, round, ours.getAsDouble(), Peers.FLYWAY_BATCH, 100);
      compare(figures, round, ours.getAsDouble(), Peers.LIQUIBASE_BATCH, 100);
    }
    return figures;
  }

  private static void compare(
      Figures figures, List<Figure> round, double ours, String other, double goal) {
    value(round, other)
        .ifPresent(
            theirs ->
                figures.add(
                    "our changes/s, 1 target, of " + other,
                    "%",
                    100 * ours / theirs,
                    Goal.atLeast(goal)));
  }

  private static OptionalDouble value(List<Figure> round, String name) {
    return round.stream()
        .filter(figure -> figure.name().equals(name))
        .mapToDouble(Figure::value)
        .findFirst();
  }
}
