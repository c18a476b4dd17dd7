package io.schemawright.executor.run;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.Failure;
import io.schemawright.executor.ledger.BackfillProgress;
import io.schemawright.executor.ledger.Recorded;
import io.schemawright.executor.ledger.Standing;
import io.schemawright.executor.ledger.StepRecord;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one segment of a plan, whatever its mode.
 *
 * <p>Everywhere: the target must be as the segment expects it, what it has become is compared with
 * what the rehearsal led to, and the row in the ledger is written before anything else is begun.
 * For one thread, for one attempt.
 */
final class Steps {
  private final TargetSession session;
  private final Plan plan;
  private final BatchedRun batched;
  private final Bystanders bystanders;

  Steps(TargetSession session, Plan plan, Progress progress) {
    this.session = session;
    this.plan = plan;
    this.batched = new BatchedRun(session, progress);
    this.bystanders = new Bystanders(session, plan);
  }

  /**
   * Runs it to its commit.
   *
   * @param expected the plan's objects as they should be when it begins
   * @return its rows in the ledger; none for a check
   */
  List<Recorded> run(Segment segment, Collection<ObjectState> expected)
      throws SQLException, Differs, Refused, Interruption {
    return switch (segment.mode()) {
      case CHECK -> check(segment.first(), expected);
      case TRANSACTIONAL -> transaction(segment, expected);
      case ALONE -> List.of(alone(segment.first(), expected));
      case BATCHED -> List.of(batches(segment.first(), expected));
    };
  }

  private List<Recorded> check(Step step, Collection<ObjectState> expected)
      throws SQLException, Differs, Refused {
    session.begin();
    session.limit(step);
    session.objects().mustBeBefore(step, expected);
    session.doing(TargetSession.named(step));
    RowsInTheWay rows = RowsInTheWay.ask(session.connection(), step);
    session.rollback();
    if (rows.any()) {
      throw new Refused(rows.failure(step, session.target()));
    }
    return List.of();
  }

  private List<Recorded> transaction(Segment segment, Collection<ObjectState> expected)
      throws SQLException, Differs, Refused {
    session.begin();
    session.limit(segment.first());
    session.lock(segment.locks(), segment.first());
    session.objects().mustBeBefore(segment.first(), expected);
    List<Recorded> recorded = new ArrayList<>();
    for (Step step : segment.steps()) {
      if (!step.equals(segment.first())) {
        session.limit(step);
      }
      mustFindItEmpty(step); // Certain now: its locks let nobody write.
      long millis = session.execute(step, step.statements());
      PlanObjects.Found found = session.objects().readAfter(step);
      if (!found.asPlanned()) {
        session.rollback();
        throw new Refused(
            States.notAsPlanned(plan, step, found.states(), "its transaction was rolled back"));
      }
      recorded.add(session.ledger().write(found.record(millis, 0)));
    }
    List<String> touched = bystanders.touched(segment.steps());
    if (!touched.isEmpty()) {
      session.rollback();
      throw new Refused(States.beyondThePlan(session.target(), segment.steps(), touched));
    }
    session.commit();
    return recorded;
  }

  private void mustFindItEmpty(Step step) throws SQLException, Differs {
    ObjectRef table = step.emptyTable();
    if (table != null && TableLocks.isFilled(session.connection(), table)) {
      throw new Differs(List.of(table));
    }
  }

  /**
   * Looks ahead, before the first of several commits, for tables that have been filled since the
   * plan was made: later on that would turn the plan round.
   */
  void foresee() throws SQLException, Differs {
    session.begin();
    session.limit(plan.steps().get(0));
    for (Step step : plan.steps()) {
      mustFindItEmpty(step);
    }
    session.rollback();
  }

  /**
   * A step that no transaction holds together: whether an earlier try has done it is seen by the
   * catalog. That try is over, because its session held the locks that ours holds now.
   */
  private Recorded alone(Step step, Collection<ObjectState> expected)
      throws SQLException, Differs, Refused {
    Map<ObjectRef, ObjectState> states = session.readAlone();
    boolean changes = !step.before().equals(step.after());
    if (changes && States.isAfter(step, states)) {
      return write(step, 0);
    }
    Leftovers leftovers = Leftovers.of(step, states);
    if (leftovers.any() && leftovers.without().equals(step.before())) {
      session.executeAlone(withoutLockTimeout(step), leftovers.drops());
    } else {
      States.check(step, expected, leftovers.whole());
    }
    long millis;
    try {
      millis = session.executeAlone(step, step.statements());
    } catch (SQLException e) {
      if (Faults.passing(e).isPresent()) {
        throw e; // The next try removes what this one has left.
      }
      Failure failure =
          Faults.refused(e, session.target(), "a statement of " + TargetSession.named(step));
      removeLeftovers(step);
      throw new Refused(failure);
    }
    return write(step, millis);
  }

  /** What steps have left that were broken off and will not be tried again. */
  void removeLeftovers(Standing standing) throws SQLException {
    for (Step step : plan.steps()) {
      if (step.mode() == StepMode.ALONE && !standing.done().containsKey(step.number())) {
        removeLeftovers(step);
      }
    }
  }

  /** What a failed build has left; a failed removal has left the index itself, which stays. */
  private void removeLeftovers(Step step) throws SQLException {
    Leftovers leftovers = Leftovers.of(step, session.readAlone());
    if (leftovers.any() && leftovers.without().equals(step.before())) {
      session.executeAlone(withoutLockTimeout(step), leftovers.drops());
    }
  }

  private static Step withoutLockTimeout(Step step) {
    return new Step(
        step.number(),
        step.summary(),
        step.mode(),
        step.statements(),
        step.locks(),
        0,
        step.statementTimeoutMillis(),
        step.before(),
        step.after(),
        step.undo(),
        step.batches(),
        step.searchPath(),
        step.emptyTable());
  }

  /** Reads what has become of a step that is done, and writes both down. */
  private Recorded write(Step step, long millis) throws SQLException, Refused {
    session.begin();
    session.limit(step);
    PlanObjects.Found found = session.objects().readAfter(step);
    boolean changes = !step.before().equals(step.after());
    if (changes && !found.asPlanned()) {
      session.rollback();
      throw new Refused(
          States.notAsPlanned(plan, step, found.states(), "it cannot be rolled back"),
          found.record(millis, 0));
    }
    Recorded recorded = session.ledger().write(found.record(millis, 0));
    session.commit();
    return recorded;
  }

  private Recorded batches(Step step, Collection<ObjectState> expected)
      throws SQLException, Differs, Refused, Interruption {
    session.begin();
    session.limit(step);
    session.objects().mustBeBefore(step, expected);
    session.rollback();
    BatchedRun.Done done = batched.run(step);
    session.begin();
    session.limit(step);
    PlanObjects.Found found = session.objects().readAfter(step);
    if (!found.asPlanned()) {
      throw new Differs(States.differing(expected, found.states())); // It changes rows alone.
    }
    Recorded recorded = session.ledger().write(found.record(done.millis(), done.rows()));
    session.ledger().endBackfill(step.number());
    session.commit();
    return recorded;
  }

  /** The row of a plan that only asks. */
  Recorded recordOfChecks() throws SQLException, Refused {
    return write(plan.steps().get(plan.steps().size() - 1), 0);
  }

  /** What backfills have done that did not come to their end, in the transaction in progress. */
  List<StepRecord> unfinishedBackfills(Standing standing) throws SQLException {
    List<StepRecord> unfinished = new ArrayList<>();
    for (Step step : plan.steps()) {
      if (step.mode() == StepMode.BATCHED && !standing.done().containsKey(step.number())) {
        Optional<BackfillProgress> progress = session.ledger().backfill(step.number());
        if (progress.isPresent()) {
          unfinished.add(
              new StepRecord(
                  step.number(),
                  step.summary(),
                  0,
                  standing.states().orElse(plan.before()),
                  List.of(),
                  progress.get().rows()));
        }
      }
    }
    return unfinished;
  }
}
