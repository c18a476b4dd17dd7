package io.schemawright.benchmarks;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param measurements what to measure, in the order of their turns
 * @param out where the JSON goes
 * @param home where a measurement that goes on keeps its stack; null where it is not to be kept
 * @param help only tell how to use it
 */
record BenchOptions(
    Scale scale, List<Measurement> measurements, Path out, @Nullable Path home, boolean help) {
  private static final String USAGE =
      """
      bin/bench [--short | --long] [--only NAME,…] [--rounds N] [--out FILE] [--home DIR]

      Measures Schemawright, its peers and the floor on this machine, prints one table and writes JSON.
        --short        some minutes (the default): without %s
        --long         for the documents: some hours; it says at the start about how many
        --only NAME,…  only these: %s
        --rounds N     repeat each measurement so often
        --out FILE     where the JSON goes; otherwise benchmarks/target/bench/<time>.json
        --home DIR     with --only %s: keep the stack there, and go on with the one that is there
      """;

  /**
   * Reads the command line.
   *
   * @param known what can be measured, in the order of their turns
   * @throws IllegalArgumentException for people, when it cannot be understood
   */
  static BenchOptions parse(List<String> arguments, List<Measurement> known, Path repository) {
    Scale scale = Scale.SHORT;
    List<Measurement> only = null;
    Path out = repository.resolve("benchmarks/target/bench").resolve(fileName(Instant.now()));
    Path home = null;
    boolean help = false;
    int rounds = 0;
    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--short" -> scale = Scale.SHORT;
        case "--long" -> scale = Scale.LONG;
        case "--only" -> only = named(value(option, rest), known);
        case "--rounds" -> rounds = rounds(value(option, rest));
        case "--out" -> out = Path.of(value(option, rest)).toAbsolutePath();
        case "--home" -> home = Path.of(value(option, rest)).toAbsolutePath();
        case "--help", "-h" -> help = true;
        default ->
            throw new IllegalArgumentException("bin/bench does not know '" + option + "'; --help");
      }
    }
    if (home != null && (only == null || !only.stream().allMatch(Measurement::goesOn))) {
      throw new IllegalArgumentException(
          "--home goes with --only %s: everything else begins with a new stack"
              .formatted(names(known, Measurement::goesOn)));
    }
    if (only == null) {
      boolean all = scale.equals(Scale.LONG);
      only = known.stream().filter(each -> all || each.inShortMode()).toList();
    }
    return new BenchOptions(rounds == 0 ? scale : scale.withRounds(rounds), only, out, home, help);
  }

  /** How to use it, for people. */
  static String usage(List<Measurement> known) {
    return USAGE.formatted(
        names(known, each -> !each.inShortMode()),
        names(known, each -> true),
        names(known, Measurement::goesOn));
  }

  private static String names(List<Measurement> known, Predicate<Measurement> which) {
    return known.stream()
        .filter(which)
        .map(Measurement::name)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.pop();
  }

  private static int rounds(String text) {
    if (!text.matches("[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("--rounds needs a number from 1 to 999, not " + text);
    }
    return Integer.parseInt(text);
  }

  private static List<Measurement> named(String list, List<Measurement> known) {
    Set<String> names = new TreeSet<>(List.of(list.toLowerCase(Locale.ROOT).split(",", -1)));
    Set<String> unknown = new TreeSet<>(names);
    known.forEach(each -> unknown.remove(each.name()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "--only knows %s, not %s"
              .formatted(names(known, each -> true), String.join(", ", unknown)));
    }
    return known.stream().filter(each -> names.contains(each.name())).toList();
  }

  private static String fileName(Instant now) {
    return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(now)
        + ".json";
  }
}
