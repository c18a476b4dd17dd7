package io.schemawright.policy.rehearsal;

import io.schemawright.plan.Effect;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Rehearsal;
import io.schemawright.policy.rule.Written;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a rehearsal.
 *
 * @param rehearsal how it went
 * @param plan the plan with the states that were read; empty where it did not run
 * @param written what statements that a person wrote have altered, as far as that can be told
 * @param missing names that stand in the refusal of something that is not there; none where that
 *     was not what stopped it
 */
public record Rehearsed(
    Rehearsal rehearsal, Optional<Plan> plan, Optional<Written> written, Set<String> missing) {
  public Rehearsed {
    missing = Set.copyOf(missing);
  }

  /** It ran. */
  public static Rehearsed passed(
      Plan plan, boolean restores, String detail, List<Effect> effects, long millis) {
    return new Rehearsed(
        new Rehearsal(Rehearsal.Outcome.PASSED, detail, restores, effects, millis),
        Optional.of(plan),
        Optional.empty(),
        Set.of());
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
    return new Rehearsed(rehearsal.noting(more), plan, written, missing);
  }

  /** The same, with what the statements that a person wrote have altered. */
  Rehearsed altering(Optional<Written> by) {
    return new Rehearsed(rehearsal, plan, by, missing);
  }

  /** The same, stopped by something that is not there, which one of these names may mean. */
  Rehearsed missing(Set<String> names) {
    return new Rehearsed(rehearsal, plan, written, names);
  }

  private static Rehearsed without(Rehearsal.Outcome outcome, String detail, long millis) {
    return new Rehearsed(
        new Rehearsal(outcome, detail, false, List.of(), millis),
        Optional.empty(),
        Optional.empty(),
        Set.of());
  }
}
