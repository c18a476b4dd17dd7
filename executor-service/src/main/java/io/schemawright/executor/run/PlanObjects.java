package io.schemawright.executor.run;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.executor.ledger.StepRecord;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of a plan as its target has them. Reading them is most of what a small change costs
 * there, so a state that is read once serves everything that needs it. For one thread.
 */
final class PlanObjects {
  private final Connection connection;
  private final Plan plan;
  private final boolean tables;

  PlanObjects(Connection connection, Plan plan) {
    this.connection = connection;
    this.plan = plan;
    this.tables = plan.objects().stream().allMatch(ref -> ref.kind() == ObjectKind.TABLE);
  }

  /**
   * What a step was found to have led to.
   *
   * @param sizes of those of the objects that are tables, after the plan's last step
   */
  record Found(Step step, Map<ObjectRef, ObjectState> states, List<StepRecord.Size> sizes) {
    boolean asPlanned() {
      return States.isAfter(step, states);
    }

    /** What became of the step, for the ledger. */
    StepRecord record(long millis, long rows) {
      return new StepRecord(
          step.number(), step.summary(), millis, List.copyOf(states.values()), sizes, rows);
    }
  }

  /** As they are now. */
  Map<ObjectRef, ObjectState> read() throws SQLException {
    return states(Introspection.read(connection, plan.objects()));
  }

  /** As they are after a step that was just run; with their sizes, where it is the last. */
  Found readAfter(Step step) throws SQLException {
    if (!isLast(step)) {
      return new Found(step, read(), List.of());
    }
    Introspection.Measured measured = Introspection.readMeasured(connection, plan.objects());
    List<StepRecord.Size> sizes =
        measured.sizes().entrySet().stream()
            .map(size -> new StepRecord.Size(size.getKey(), size.getValue()))
            .toList();
    return new Found(step, states(measured.objects()), sizes);
  }

  /**
   * Makes sure that they are as a step expects them.
   *
   * @param expected the states that it begins from
   */
  void mustBeBefore(Step step, Collection<ObjectState> expected) throws SQLException, Differs {
    if (!(tables && beginsWithNone(step) && !TableLocks.anyRelation(connection, plan.objects()))) {
      States.check(step, expected, read());
    }
  }

  /** Whether none of them is there before the step: that is asked without describing any. */
  private boolean beginsWithNone(Step step) {
    return States.isBefore(step, states(Map.of()));
  }

  private boolean isLast(Step step) {
    return plan.steps().stream()
        .noneMatch(other -> other.number() > step.number() && other.mode() != StepMode.CHECK);
  }

  private Map<ObjectRef, ObjectState> states(Map<ObjectRef, CatalogObject> found) {
    return new TreeMap<>(ObjectState.of(plan.objects(), found));
  }
}
