package io.schemawright.benchmarks;

import java.util.List;

/**
 * How much of everything is measured.
 *
 * @param rounds how often each measurement is repeated
 * @param changes that floor, peers in one batch, and throughput apply
 * @param single changes that peers apply one by one
 * @param hops through Kafka, and commits
 * @param latencySeconds for each rate
 * @param warmUp requests through a stack before anything is measured on it
 * @param burst requests at once
 * @param growth numbers of requests at which the cost of one is taken
 * @param tables to introspect
 * @param microMillis for each iteration of a micro benchmark
 */
public record Scale(
    String name,
    int rounds,
    int changes,
    int single,
    int hops,
    int latencySeconds,
    int warmUp,
    int burst,
    List<Integer> growth,
    List<Integer> tables,
    int microMillis) {

  /** Keeps copies. */
  public Scale {
    growth = List.copyOf(growth);
    tables = List.copyOf(tables);
  }

  /** The same with so many rounds. */
  public Scale withRounds(int number) {
    return new Scale(
        name,
        number,
        changes,
        single,
        hops,
        latencySeconds,
        warmUp,
        burst,
        growth,
        tables,
        microMillis);
  }

  /** A few minutes. */
  public static final Scale SHORT =
      new Scale(
          "short",
          3,
          400,
          40,
          300,
          8,
          200,
          1_000,
          List.of(1_000, 3_000),
          List.of(1_000, 10_000),
          500);

  /** For the documents. */
  public static final Scale LONG =
      new Scale(
          "long",
          5,
          2_000,
          100,
          2_000,
          60,
          1_000,
          10_000,
          List.of(1_000, 10_000, 100_000),
          List.of(1_000, 10_000),
          2_000);
}
