package io.schemawright.executor.run;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import io.schemawright.plan.TableLock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Steps between two commits: consecutive transactional ones, or a single one of any other mode.
 *
 * @param mode how all of them are run
 */
record Segment(StepMode mode, List<Step> steps) {
  Segment {
    steps = List.copyOf(steps);
  }

  /**
   * A plan's segments in the order in which they are run.
   *
   * <p>What can be asked before anything is changed is asked then, so that rows in the way cost
   * nothing: a check that begins from the plan's own beginning moves to the front. One that follows
   * a backfill asks what the backfill has done, and one that begins from a later state may name
   * what only that state has, so both keep their place.
   */
  static List<Segment> of(Plan plan) {
    List<Step> first = new ArrayList<>();
    List<Step> others = new ArrayList<>();
    boolean rowsAsTheyWere = true;
    for (Step step : plan.steps()) {
      rowsAsTheyWere &= step.mode() != StepMode.BATCHED;
      boolean early =
          step.mode() == StepMode.CHECK
              && rowsAsTheyWere
              && step.before().equals(plan.steps().get(0).before());
      (early ? first : others).add(step);
    }
    List<Segment> segments = new ArrayList<>();
    List<Step> together = new ArrayList<>();
    for (Step step : Stream.concat(first.stream(), others.stream()).toList()) {
      if (step.mode() != StepMode.TRANSACTIONAL) {
        close(segments, together);
        segments.add(new Segment(step.mode(), List.of(step)));
      } else {
        together.add(step);
      }
    }
    close(segments, together);
    return segments;
  }

  private static void close(List<Segment> segments, List<Step> together) {
    if (!together.isEmpty()) {
      segments.add(new Segment(StepMode.TRANSACTIONAL, together));
      together.clear();
    }
  }

  /** Whether a transaction holds it together, or it changes nothing. */
  boolean isAllOrNothing() {
    return mode == StepMode.TRANSACTIONAL || mode == StepMode.CHECK;
  }

  /** Where it begins. */
  Step first() {
    return steps.get(0);
  }

  /** What its steps lock, in the order in which it is locked: nobody else's may cross it. */
  List<TableLock> locks() {
    SortedMap<ObjectRef, LockMode> strongest = new TreeMap<>();
    steps.stream()
        .flatMap(step -> step.locks().stream())
        .forEach(
            lock ->
                strongest.merge(
                    lock.object(),
                    lock.mode(),
                    (one, other) -> one.compareTo(other) < 0 ? other : one));
    return strongest.entrySet().stream()
        .map(lock -> new TableLock(lock.getKey(), lock.getValue()))
        .toList();
  }
}
