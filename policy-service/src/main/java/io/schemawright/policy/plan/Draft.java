package io.schemawright.policy.plan;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.plan.Effect;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.TableLock;
import io.schemawright.plan.Trash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan before it was rehearsed: what would be run, on what, and what must be there for it.
 *
 * @param target the database
 * @param postgresMajor its major version
 * @param steps the way up
 * @param down the way back from the end, in order
 * @param before the objects that it touches, as they are
 * @param standing all that is known to be there, what it touches included
 * @param whole what of it must be there as it is; the rest only in the shape that is referred to
 * @param trash tables that earlier changes have moved away, and the schemas where they lie
 * @param written how many steps at the end of the way up are statements that a person wrote
 */
public record Draft(
    String target,
    int postgresMajor,
    List<DraftStep> steps,
    List<DraftStep> down,
    List<ObjectState> before,
    SchemaState standing,
    Set<ObjectRef> whole,
    Map<String, TableSchema> trash,
    int written) {

  public Draft {
    steps = List.copyOf(steps);
    down = List.copyOf(down);
    before = List.copyOf(before);
    whole = Set.copyOf(whole);
    trash = Map.copyOf(trash);
  }

  /** Whether it may touch more than is known before it has run. */
  public boolean open() {
    return written > 0;
  }

  /** Whether nothing that it knows of is there before it, as for a new table by itself. */
  public boolean beginsWithNothing() {
    return standing.objects().isEmpty() && trash.isEmpty();
  }

  /** Whether that step of the way up is the first of those that a person wrote. */
  public boolean beginsWritten(int step) {
    return open() && step == steps.size() - written;
  }

  /** The statements by which earlier changes have moved away what lies in the trash. */
  public List<String> movesAway() {
    List<String> statements = new ArrayList<>();
    trash.forEach((schema, table) -> statements.addAll(TrashMove.moveAway(table, schema)));
    return statements;
  }

  /** The objects that it touches. */
  public List<ObjectRef> touched() {
    return before.stream().map(ObjectState::ref).toList();
  }

  /** The same, with more objects that were seen to be touched. */
  public Draft touching(List<ObjectState> more) {
    List<ObjectState> all = new ArrayList<>(before);
    all.addAll(more);
    return new Draft(target, postgresMajor, steps, down, all, standing, whole, trash, written);
  }

  /** The same, with what lies in the trash as it was found there. */
  public Draft found(Map<ObjectRef, CatalogObject> objects) {
    List<ObjectState> states =
        before.stream()
            .map(
                state ->
                    Trash.holds(state.ref())
                        ? new ObjectState(state.ref(), objects.get(state.ref()))
                        : state)
            .toList();
    return new Draft(target, postgresMajor, steps, down, states, standing, whole, trash, written);
  }

  /** What is lost by each step, by what the statements say. */
  public List<Effect> losses() {
    List<Effect> losses = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      for (ObjectRef object : steps.get(i).loses()) {
        losses.add(new Effect(i + 1, EffectKind.DATA_LOSS, object, null));
      }
    }
    return losses;
  }

  /**
   * The plan with the states that were read after each step.
   *
   * @param up the states after each step of the way up
   * @param back the states after each step of the way back, as many as were reached
   * @param effects what the way up did to what existed before
   */
  public Plan plan(List<List<ObjectState>> up, List<List<ObjectState>> back, List<Effect> effects) {
    if (up.size() != steps.size()) {
      throw new IllegalArgumentException(
          "%d steps, but the states after %d".formatted(steps.size(), up.size()));
    }
    List<ObjectState> after = up.get(up.size() - 1);
    return Plan.of(
        target,
        postgresMajor,
        numbered(steps, before, up, effects),
        back.size() == down.size() ? numbered(down, after, back, List.of()) : List.of(),
        before,
        after);
  }

  private static List<Step> numbered(
      List<DraftStep> drafts,
      List<ObjectState> from,
      List<List<ObjectState>> states,
      List<Effect> effects) {
    List<Step> steps = new ArrayList<>();
    Fingerprint before = ObjectState.fingerprint(from);
    for (int i = 0; i < drafts.size(); i++) {
      int number = i + 1;
      DraftStep draft = drafts.get(i);
      Fingerprint after = ObjectState.fingerprint(states.get(i));
      steps.add(
          new Step(
              number,
              draft.summary(),
              draft.mode(),
              draft.statements(),
              locks(number, effects),
              draft.lockTimeoutMillis(),
              draft.statementTimeoutMillis(),
              before,
              after,
              draft.undo(),
              draft.batches(),
              draft.searchPath(),
              draft.emptyTable()));
      before = after;
    }
    return steps;
  }

  private static List<TableLock> locks(int step, List<Effect> effects) {
    List<TableLock> locks = new ArrayList<>();
    for (Effect effect : effects) {
      LockMode mode = effect.lock();
      if (effect.step() == step && mode != null) {
        locks.add(new TableLock(effect.object(), mode));
      }
    }
    return locks;
  }
}
