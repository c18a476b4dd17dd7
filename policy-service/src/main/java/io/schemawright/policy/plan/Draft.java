package io.schemawright.policy.plan;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.Batches;
import io.schemawright.plan.Effect;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import io.schemawright.plan.TableLock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan before it was rehearsed: what would be run, on what, and what must be there for it.
 *
 * @param target the database
 * @param postgresMajor its major version
 * @param steps the way up
 * @param down the way back from the end, in order
 * @param before the objects that it touches, as they are, as far as that is known before it runs
 * @param needed other objects that must be there: what the touched ones rest on, and what rests on
 *     them
 * @param byHand whether a person wrote statements of it, so that only the rehearsal shows which
 *     objects it touches: any of {@code needed}, or new ones
 */
public record Draft(
    String target,
    int postgresMajor,
    List<DraftStep> steps,
    List<DraftStep> down,
    List<ObjectState> before,
    List<CatalogObject> needed,
    boolean byHand) {

  /** How long one try may wait for a lock. */
  public static final long LOCK_TIMEOUT_MILLIS = 1_000;

  /** How long one statement may run that keeps others waiting. */
  public static final long STATEMENT_TIMEOUT_MILLIS = 30_000;

  /** How long one statement may run that keeps nobody waiting. */
  public static final long LONG_TIMEOUT_MILLIS = 6 * 3_600_000;

  /**
   * A step without the states that only a rehearsal shows.
   *
   * @param summary what it does, for people
   * @param mode how it is run
   * @param statements SQL, each one statement
   * @param undo SQL that leads back
   * @param lockTimeoutMillis how long one try may wait for a lock; 0 for as long as it takes
   * @param statementTimeoutMillis how long one statement may run
   * @param batches how a batched step is cut up; null for every other
   */
  public record DraftStep(
      String summary,
      StepMode mode,
      List<String> statements,
      List<String> undo,
      long lockTimeoutMillis,
      long statementTimeoutMillis,
      @Nullable Batches batches) {
    public DraftStep {
      statements = List.copyOf(statements);
      undo = List.copyOf(undo);
    }

    /** A step in a transaction. */
    public DraftStep(String summary, List<String> statements, List<String> undo) {
      this(
          summary,
          StepMode.TRANSACTIONAL,
          statements,
          undo,
          LOCK_TIMEOUT_MILLIS,
          STATEMENT_TIMEOUT_MILLIS,
          null);
    }
  }

  public Draft {
    steps = List.copyOf(steps);
    down = List.copyOf(down);
    before = List.copyOf(before);
    needed = List.copyOf(needed);
  }

  /** The objects that it is known to touch. */
  public List<ObjectRef> touched() {
    return before.stream().map(ObjectState::ref).toList();
  }

  /**
   * The plan with the states that were read after each step.
   *
   * @param from the touched objects as they were read before the first step
   * @param up the states after each step of the way up
   * @param back the states after each step of the way back, as many as were reached
   * @param effects what the way up did to what existed before
   */
  public Plan plan(
      List<ObjectState> from,
      List<List<ObjectState>> up,
      List<List<ObjectState>> back,
      List<Effect> effects) {
    if (up.size() != steps.size()) {
      throw new IllegalArgumentException(
          "%d steps, but the states after %d".formatted(steps.size(), up.size()));
    }
    List<ObjectState> after = up.get(up.size() - 1);
    return Plan.of(
        target,
        postgresMajor,
        numbered(steps, from, up, effects),
        back.size() == down.size() ? numbered(down, after, back, List.of()) : List.of(),
        from,
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
              draft.batches()));
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
