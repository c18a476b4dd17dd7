package io.schemawright.executor.run;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.executor.ledger.UndoRecord;
import io.schemawright.plan.Batches;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Says exactly what a plan that was undone has left on its target. */
final class Remains {
  private Remains() {}

  /**
   * One sentence for each thing that remains.
   *
   * @param undone the steps that were undone
   * @param stuck why others were not
   * @param changes what those had changed
   * @param foreign what others have changed and the plan has not
   * @param now the plan's objects
   */
  static List<String> of(
      Plan plan,
      SortedMap<Integer, UndoRecord> undone,
      SortedMap<Integer, String> stuck,
      SortedMap<Integer, Set<ObjectRef>> changes,
      Set<ObjectRef> foreign,
      Map<ObjectRef, ObjectState> now) {
    Set<ObjectRef> differing = new TreeSet<>(States.differing(plan.before(), now));
    differing.removeAll(foreign);
    Set<ObjectRef> unexplained = new TreeSet<>(differing);
    List<String> remains = new ArrayList<>();
    for (Step step : plan.steps()) {
      String why = stuck.get(step.number());
      UndoRecord record = undone.get(step.number());
      if (why != null) {
        remains.add(why);
        unexplained.removeAll(changes.getOrDefault(step.number(), Set.of()));
      } else if (record != null) {
        if (record.rows() > 0 && keepsItsColumns(step, now)) {
          remains.add(
              "%s changed %d rows of %s, which keep their new values"
                  .formatted(
                      TargetSession.named(step),
                      record.rows(),
                      Objects.requireNonNull(step.batches()).table()));
        }
        Set<ObjectRef> left = new TreeSet<>(record.objects());
        left.retainAll(differing);
        if (record.remains() != null && !left.isEmpty()) {
          remains.add("%s: %s is not as it was".formatted(record.remains(), left));
          unexplained.removeAll(left);
        }
      }
    }
    if (!unexplained.isEmpty()) {
      remains.add(
          "every step was undone, but %s is not as it was before the plan".formatted(unexplained));
    }
    return remains;
  }

  /** What is left of a plan that cannot be turned round, because the target takes nothing down. */
  static List<String> ofAll(Plan plan, Set<Integer> steps, String why) {
    return plan.steps().stream()
        .filter(step -> steps.contains(step.number()))
        .map(
            step ->
                "%s was not undone, the target could not take down that it is to be: %s%s"
                    .formatted(TargetSession.named(step), why, byHand(step)))
        .toList();
  }

  /** What a person runs where we could not. */
  static String byHand(Step step) {
    return step.undo().isEmpty()
        ? ""
        : ". When what was in the way is gone, undo it by hand: " + String.join("; ", step.undo());
  }

  /** Whether a column that the backfill filled is still there; on doubt it is. */
  private static boolean keepsItsColumns(Step step, Map<ObjectRef, ObjectState> now) {
    Batches batches = Objects.requireNonNull(step.batches());
    ObjectState state = now.get(batches.table());
    if (state == null) {
      return true;
    }
    if (state.object() == null) {
      return false;
    }
    if (!(state.object().definition() instanceof TableSchema table)) {
      return true;
    }
    List<String> assigned = Assignments.columns(batches.assignments());
    return assigned.isEmpty()
        || assigned.stream().anyMatch(column -> table.column(column).isPresent());
  }
}
