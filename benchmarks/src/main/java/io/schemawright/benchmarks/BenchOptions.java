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
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param only the names of what to measure
 * @param out where the JSON goes
 * @param home where growth keeps its stack; null where it is not to be kept
 * @param help only tell how to use it
 */
record BenchOptions(Scale scale, Set<String> only, Path out, @Nullable Path home, boolean help) {
  private static final Set<String> GOES_ON = Set.of("growth");

  static final String USAGE =
      """
      bin/bench [--short | --long] [--only NAME,…] [--rounds N] [--out FILE] [--home DIR]

      Measures Schemawright, its peers and the floor on this machine, prints one table and writes JSON.
        --short        about a quarter of an hour (the default)
        --long         for the documents: some hours; it says at the start about how many
        --only NAME,…  only these: %s
        --rounds N     repeat each measurement so often
        --out FILE     where the JSON goes; otherwise benchmarks/target/bench/<time>.json
        --home DIR     with --only growth: keep the stack there, and go on with the one that is there
      """;

  /**
   * Reads the command line.
   *
   * @param known what can be measured
   * @throws IllegalArgumentException for people, when it cannot be understood
   */
  static BenchOptions parse(List<String> arguments, Set<String> known, Path repository) {
    Scale scale = Scale.SHORT;
    Set<String> only = known;
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
        case "--only" -> only = names(value(option, rest), known);
        case "--rounds" -> rounds = rounds(value(option, rest));
        case "--out" -> out = Path.of(value(option, rest)).toAbsolutePath();
        case "--home" -> home = Path.of(value(option, rest)).toAbsolutePath();
        case "--help", "-h" -> help = true;
        default ->
            throw new IllegalArgumentException("bin/bench does not know '" + option + "'; --help");
      }
    }
    if (home != null && !only.equals(GOES_ON)) {
      throw new IllegalArgumentException(
          "--home goes with --only growth: everything else begins with a new stack");
    }
    return new BenchOptions(rounds == 0 ? scale : scale.withRounds(rounds), only, out, home, help);
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

  private static Set<String> names(String list, Set<String> known) {
    Set<String> names = new TreeSet<>(List.of(list.toLowerCase(Locale.ROOT).split(",", -1)));
    Set<String> unknown = new TreeSet<>(names);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "--only knows %s, not %s"
              .formatted(String.join(", ", new TreeSet<>(known)), String.join(", ", unknown)));
    }
    return names;
  }

  private static String fileName(Instant now) {
    return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(now)
        + ".json";
  }
}
