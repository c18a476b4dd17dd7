package io.schemawright.executor.run;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.Failure;
import io.schemawright.executor.ledger.Standing;
import io.schemawright.executor.ledger.StepRecord;
import io.schemawright.executor.ledger.UndoBegun;
import io.schemawright.executor.queue.Cancellation;
import io.schemawright.executor.queue.Claim;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import io.schemawright.plan.TableLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a plan on one connection: locks, ledger, then segment after segment from where the
 * ledger says that the plan stands; or back again, once it is known that it cannot reach its end.
 *
 * <p>The locks are those of the session and are held over every commit. The ledger is read after
 * they are held, so that no other session of ours can be between its own look and its commit. For
 * one thread, for one use.
 */
final class PlanAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(PlanAttempt.class);
  private static final String CANCELLED = "cancelled";
  private static final Failure CANCELLATION =
      new Failure(
          CANCELLED, null, "The change was cancelled", "Make the request again if it is needed.");

  private final TargetSession session;
  private final Claim claim;
  private final Plan plan;
  private final Retries retries;
  private final Progress progress;
  private final Steps steps;
  private boolean known;
  private Standing standing = Standing.NOTHING;

  PlanAttempt(TargetSession session, Claim claim, Plan plan, Retries retries, Progress progress) {
    this.session = session;
    this.claim = claim;
    this.plan = plan;
    this.retries = retries;
    this.progress = progress;
    this.steps = new Steps(session, plan, progress);
  }

  Outcome run() {
    try {
      return attempt();
    } catch (SQLException e) {
      return fault(e);
    }
  }

  private Outcome attempt() throws SQLException {
    Connection connection = session.connection();
    session.begin();
    if (!ObjectLocks.tryAll(connection, plan.objects())) {
      return inVain(Reason.BUSY, null);
    }
    standing = session.ledger().find();
    known = true;
    Optional<UndoBegun> undo = standing.isNew() ? Optional.empty() : session.ledger().undoBegun();
    if (undo.isPresent()) {
      return back(undo.get());
    }
    if (isDone()) {
      return new Outcome.Applied(List.copyOf(standing.done().values()));
    }
    if (claim.cancellation().isPresent()) {
      return cancelled();
    }
    session.cancelWhen(() -> progress.cancellation().isPresent());
    try {
      return forward();
    } catch (Refused e) {
      return end(session.cancelled() ? CANCELLATION : e.failure(), e.partly());
    } catch (Differs e) {
      return hasDoneNothing() ? new Outcome.Stale(e.objects()) : end(changedMeanwhile(e), null);
    } catch (Interruption e) {
      Cancellation cancellation = e.cancellation();
      return cancellation == null ? inVain(Reason.CLOSING, null) : cancelled();
    } catch (SQLException e) {
      if (session.inDoubt()) {
        throw e;
      }
      return session.cancelled() ? cancelled() : end(refusal(e), null);
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("requestId", claim.requestId())
          .addKeyValue("target", session.target())
          .log("a plan could not be run");
      return session.inDoubt() ? inVain(Reason.AWAY, null) : end(internalError(e), null);
    }
  }

  private boolean hasDoneNothing() throws SQLException {
    session.begin();
    boolean nothing = standing.done().isEmpty() && steps.unfinishedBackfills(standing).isEmpty();
    session.rollback();
    return nothing;
  }

  /** Segment after segment, telling what is done between them. */
  private Outcome forward() throws SQLException, Differs, Refused, Interruption {
    int major = session.connection().getMetaData().getDatabaseMajorVersion();
    if (major != plan.postgresMajor()) {
      throw new Differs(plan.objects()); // Fingerprints compare within one major only.
    }
    List<Segment> segments = Segment.of(plan);
    if (segments.size() > 1 && standing.isNew()) {
      steps.foresee();
    }
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      if (isBehind(segment, segments.subList(i + 1, segments.size()))) {
        continue;
      }
      standing = standing.with(steps.run(segment, standing.states().orElse(plan.before())));
      if (i + 1 < segments.size() && !standing.done().isEmpty()) {
        progress.done(List.copyOf(standing.done().values()));
        Interruption.check(progress);
      }
    }
    if (standing.done().isEmpty()) {
      standing = standing.with(List.of(steps.recordOfChecks()));
    }
    return new Outcome.Applied(List.copyOf(standing.done().values()));
  }

  /** A check leaves no row: it is behind us once something after it has happened. */
  private boolean isBehind(Segment segment, List<Segment> later) {
    return segment.mode() == StepMode.CHECK
        ? later.stream().flatMap(next -> next.steps().stream()).anyMatch(this::isDone)
        : segment.steps().stream().allMatch(this::isDone);
  }

  private boolean isDone(Step step) {
    return standing.done().containsKey(step.number());
  }

  private boolean isDone() {
    return !standing.done().isEmpty()
        && plan.steps().stream()
            .filter(step -> step.mode() != StepMode.CHECK)
            .allMatch(this::isDone);
  }

  /** What ends the plan, unless it is expected to pass. */
  private Failure refusal(SQLException fault) throws SQLException {
    Optional<Reason> passing = session.passing(fault);
    if (passing.isEmpty()) {
      return Faults.refused(fault, session.target(), session.doing());
    }
    if (isGivenUp(fault)) {
      return retries.givenUp(inVain(passing.get(), fault), session.target());
    }
    throw fault;
  }

  /** Whether a target that answers has met with this for longer than a change may wait. */
  private boolean isGivenUp(SQLException fault) {
    return session
        .passing(fault)
        .filter(reason -> retries.isSpent(reason, claim.trouble()))
        .isPresent();
  }

  private Outcome cancelled() throws SQLException {
    return end(CANCELLATION, null);
  }

  /**
   * The plan will not reach its end: whatever it has done is undone. That it goes back, and what it
   * had done of a step that no row says, is written down first, in one transaction: whoever goes on
   * after a crash goes back too.
   */
  private Outcome end(Failure failure, @Nullable StepRecord partly) throws SQLException {
    steps.removeLeftovers(standing);
    session.begin();
    List<StepRecord> unfinished = new ArrayList<>(steps.unfinishedBackfills(standing));
    if (partly != null) {
      unfinished.add(partly);
    }
    if (standing.done().isEmpty() && unfinished.isEmpty()) {
      session.rollback();
      return ended(failure, List.of(), Set.of());
    }
    try {
      for (StepRecord step : unfinished) {
        session.ledger().write(step);
        session.ledger().endBackfill(step.step());
      }
      session.ledger().beginUndo(failure);
      session.commit();
    } catch (SQLException e) {
      if (session.inDoubt() || !isGivenUp(e)) {
        throw e;
      }
      Set<Integer> ran = new TreeSet<>(standing.done().keySet());
      unfinished.forEach(step -> ran.add(step.step()));
      return ended(failure, Remains.ofAll(plan, ran, Faults.words(e)), ran);
    }
    standing = session.ledger().find();
    return back(new UndoBegun(failure, Duration.ZERO));
  }

  private Outcome back(UndoBegun undo) throws SQLException {
    session.cancelWhen(() -> false);
    Predicate<Reason> patient = reason -> !retries.isSpent(reason, undo.since());
    Set<Integer> ran = new HashSet<>(standing.done().keySet());
    ran.addAll(standing.undone().keySet());
    List<String> remains = new Undo(session, plan, standing, patient).run();
    return ended(undo.failure(), remains, ran);
  }

  private Outcome ended(Failure failure, List<String> remains, Set<Integer> ran) {
    if (!remains.isEmpty()) {
      return new Outcome.Failed(Ending.remaining(failure), remains);
    }
    if (failure.code().equals(CANCELLED)) {
      Optional<Cancellation> by = claim.cancellation().or(progress::cancellation);
      if (by.isPresent()) {
        return new Outcome.Cancelled(by.get(), ran);
      }
    }
    return ran.isEmpty()
        ? new Outcome.Failed(Ending.nothingChanged(failure))
        : new Outcome.Undone(Ending.undone(failure));
  }

  private Failure changedMeanwhile(Differs differs) {
    return new Failure(
        "changed-meanwhile",
        null,
        "Somebody else changed %s on %s while the plan was running"
            .formatted(differs.objects(), session.target()),
        "Find out who changes it, then make the request again: it is planned anew, from how the"
            + " target is then.");
  }

  private Failure internalError(RuntimeException fault) {
    return new Failure(
        "internal-error",
        null,
        "The executor could not run %s on %s: %s"
            .formatted(session.doing(), session.target(), fault),
        "Report this to the operator, with the request's id.");
  }

  private Outcome fault(SQLException fault) {
    boolean unknown = session.inDoubt() || (!known && claim.inDoubt());
    Optional<Reason> passing = Faults.passing(fault);
    if (unknown || passing.isPresent()) {
      return inVain(unknown ? Reason.AWAY : passing.get(), fault);
    }
    return mayHaveLeftSomething()
        ? inVain(Reason.UNSETTLED, fault)
        : new Outcome.Failed(
            Ending.nothingChanged(Faults.refused(fault, session.target(), session.doing())));
  }

  private Outcome.InVain inVain(Reason reason, @Nullable SQLException fault) {
    return new Outcome.InVain(
        reason, mayHaveLeftSomething(), fault, soughtLock(), session.blockers());
  }

  /** What only the target can tell: nobody may call the plan failed or cancelled without it. */
  private boolean mayHaveLeftSomething() {
    boolean one = Segment.of(plan).stream().allMatch(Segment::isAllOrNothing);
    return session.hasCommitted() || !standing.isNew() || (claim.inDoubt() && !(known && one));
  }

  /** What was waited for is only certain where there is one thing to wait for. */
  private @Nullable ObjectRef soughtLock() {
    if (session.sought() != null) {
      return session.sought();
    }
    List<ObjectRef> locked =
        plan.steps().stream()
            .flatMap(step -> step.locks().stream())
            .map(TableLock::object)
            .distinct()
            .toList();
    return locked.size() == 1 ? locked.get(0) : null;
  }
}
