package io.schemawright.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How much of everything is measured.
 *
 * @param rounds how often each measurement is repeated
 * @param targets of the stack whose changes need no person
 * @param changes that floor, peers in one batch, and throughput apply
 * @param single changes that peers apply one by one
 * @param hops through Kafka, and commits
 * @param latencySeconds for each rate
 * @param warmUp requests through a stack before anything is measured on it
 * @param burst requests at once
 * @param growth numbers of requests at which the cost of one is taken
 * @param tables to introspect
 * @param stallRows of the table that is changed while an application uses it
 * @param readerMillis for which a transaction is open that is in the way of such a change
 * @param microMillis for each iteration of a micro benchmark
 */
public record Scale(
    String name,
    int rounds,
    int targets,
    int changes,
    int single,
    int hops,
    int latencySeconds,
    int warmUp,
    int burst,
    List<Integer> growth,
    List<Integer> tables,
    long stallRows,
    long readerMillis,
    int microMillis) {

  /** What two cores reach, for telling beforehand how long something will take. */
  public static final double CHANGES_A_SECOND = 24;

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
        targets,
        changes,
        single,
        hops,
        latencySeconds,
        warmUp,
        burst,
        growth,
        tables,
        stallRows,
        readerMillis,
        microMillis);
  }

  /** A duration of whole seconds. */
  public static Duration seconds(double number) {
    return Duration.ofSeconds(Math.round(number));
  }

  /** About a quarter of an hour. */
  public static final Scale SHORT =
      new Scale(
          "short",
          3,
          8,
          400,
          40,
          300,
          8,
          200,
          1_000,
          List.of(1_000, 3_000),
          List.of(1_000, 10_000),
          100_000,
          2_000,
          500);

  /** For the documents. */
  public static final Scale LONG =
      new Scale(
          "long",
          5,
          8,
          2_000,
          100,
          2_000,
          60,
          1_000,
          10_000,
          List.of(1_000, 10_000, 100_000),
          List.of(1_000, 10_000),
          1_000_000,
          10_000,
          2_000);
}
