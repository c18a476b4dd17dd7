package io.schemawright.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is measured in which order, and about how long that takes.
 *
 * @param rounds the measurements of each round, in the order of their turns
 */
record Schedule(Scale scale, List<List<Measurement>> rounds) {
  private static final double SECONDS_TO_START = 20;

  /** Each measurement in each round, or in the last, as it wants. */
  static Schedule of(Scale scale, List<Measurement> measurements) {
    List<List<Measurement>> rounds = new ArrayList<>();
    for (int round = 1; round <= scale.rounds(); round++) {
      boolean last = round == scale.rounds();
      rounds.add(measurements.stream().filter(each -> last || each.everyRound()).toList());
    }
    return new Schedule(scale, List.copyOf(rounds));
  }

  /** How many there are, each counted as often as it is repeated. */
  int size() {
    return rounds.stream().mapToInt(List::size).sum();
  }

  /** Roughly, on an idle machine with two cores. */
  Duration expected() {
    return rounds.stream().map(this::expected).reduce(Duration.ZERO, Duration::plus);
  }

  private Duration expected(List<Measurement> round) {
    boolean stack = round.stream().anyMatch(each -> each.turn() >= Measurement.STACK_RUNS);
    Duration start =
        stack
            ? Scale.seconds(SECONDS_TO_START + scale.warmUp() / Scale.CHANGES_A_SECOND)
            : Duration.ZERO;
    return round.stream().map(each -> each.expected(scale)).reduce(start, Duration::plus);
  }

  /** All of it, for people. */
  String inWords() {
    String each = names(rounds.get(0));
    String last = names(rounds.get(rounds.size() - 1));
    String repeated = each.isEmpty() ? "" : rounds.size() + " × " + each;
    String longOnes = last.equals(each) ? "" : last;
    return "%s; about %s on two cores that do nothing else"
        .formatted(
            Stream.of(repeated, longOnes)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; in the last round ")),
            inWords(expected()));
  }

  private static String names(List<Measurement> round) {
    return round.stream().map(Measurement::name).collect(Collectors.joining(", "));
  }

  /** A duration in the two units that matter. */
  static String inWords(Duration duration) {
    if (duration.toHours() > 0) {
      return "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
    }
    return duration.toMinutes() > 0
        ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
        : duration.toSeconds() + " s";
  }
}
