package io.schemawright.policy.rehearsal;

import io.schemawright.plan.Effect;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Rehearsal;
import java.util.List;
import java.util.Optional;

/**
 * What came of a rehearsal.
 *
 * @param rehearsal how it went
 * @param plan the plan with the states that were read; empty where it did not run
 */
public record Rehearsed(Rehearsal rehearsal, Optional<Plan> plan) {

  /** It ran. */
  public static Rehearsed passed(
      Plan plan, boolean restores, String detail, List<Effect> effects, long millis) {
    return new Rehearsed(
        new Rehearsal(Rehearsal.Outcome.PASSED, detail, restores, effects, millis),
        Optional.of(plan));
  }

  /** PostgreSQL refused it. */
  public static Rehearsed failed(String detail, long millis) {
    return without(Rehearsal.Outcome.FAILED, detail, millis);
  }

  /** Nothing can be said about it. */
  public static Rehearsed notRehearsable(String detail, long millis) {
    return without(Rehearsal.Outcome.NOT_REHEARSABLE, detail, millis);
  }

  /** The same, with something that people should know about it. */
  Rehearsed noting(String note) {
    return noting(List.of(note));
  }

  Rehearsed noting(List<String> more) {
    return new Rehearsed(rehearsal.noting(more), plan);
  }

  private static Rehearsed without(Rehearsal.Outcome outcome, String detail, long millis) {
    return new Rehearsed(
        new Rehearsal(outcome, detail, false, List.of(), millis), Optional.empty());
  }
}
