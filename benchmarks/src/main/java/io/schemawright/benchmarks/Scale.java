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
 * @param latencyRequests at each rate
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
    int latencyRequests,
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
        latencyRequests,
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

  /** Some minutes. */
  public static final Scale SHORT =
      new Scale(
          /* name= */ "short",
          /* rounds= */ 2,
          /* targets= */ 8,
          /* changes= */ 400,
          /* single= */ 40,
          /* hops= */ 300,
          /* latencyRequests= */ 300,
          /* warmUp= */ 600,
          /* burst= */ 1_000,
          /* growth= */ List.of(1_000, 3_000),
          /* tables= */ List.of(1_000, 10_000),
          /* stallRows= */ 100_000,
          /* readerMillis= */ 2_000,
          /* microMillis= */ 300);

  /** For the documents. */
  public static final Scale LONG =
      new Scale(
          /* name= */ "long",
          /* rounds= */ 5,
          /* targets= */ 8,
          /* changes= */ 2_000,
          /* single= */ 100,
          /* hops= */ 2_000,
          /* latencyRequests= */ 1_500,
          /* warmUp= */ 2_000,
          /* burst= */ 10_000,
          /* growth= */ List.of(1_000, 10_000, 100_000),
          /* tables= */ List.of(1_000, 10_000),
          /* stallRows= */ 1_000_000,
          /* readerMillis= */ 10_000,
          /* microMillis= */ 2_000);
}
