package io.schemawright.benchmarks;

import io.schemawright.benchmarks.result.Figures;
import java.time.Duration;

/**
 * Something that {@code bin/bench} measures; found by {@link java.util.ServiceLoader}, so that one
 * file is one measurement.
 */
public interface Measurement {
  /** From this turn on, measurements find the stack running. */
  int STACK_RUNS = 100;

  /** What {@code --only} calls it: lower case, unique. */
  String name();

  /** Lower turns come first; those below {@link #STACK_RUNS} have the machine to themselves. */
  int turn();

  /** Whether each round repeats it; what is long by nature is measured in the last round only. */
  default boolean everyRound() {
    return true;
  }

  /** Whether the short mode has it; else it has to be asked for by name. */
  default boolean inShortMode() {
    return true;
  }

  /** Whether it can go on with the stack in a home where an earlier run was broken off. */
  default boolean goesOn() {
    return false;
  }

  /**
   * Roughly how long it takes, so that whoever waits knows; of an idle machine with two cores.
   *
   * @see Scale#CHANGES_A_SECOND
   */
  Duration expected(Scale scale);

  /**
   * Measures once and tells what it found.
   *
   * @throws Exception when something did not do what was measured: the run ends, and of this
   *     measurement there is only what it had found before
   */
  void measure(Workbench workbench, Figures figures) throws Exception;
}
