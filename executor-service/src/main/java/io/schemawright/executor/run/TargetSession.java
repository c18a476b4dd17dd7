package io.schemawright.executor.run;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.ExecutionWaitingForLock.Blocker;
import io.schemawright.executor.ledger.Ledger;
import io.schemawright.executor.target.Target;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.TableLock;
import io.schemawright.tracing.Trace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The connection that runs a plan, and what is known about it should it break off: what was being
 * done, who was in the way, whether a commit got an answer. For one thread.
 */
final class TargetSession {
  private final Target target;
  private final Connection connection;
  private final Ledger ledger;
  private final PlanObjects objects;
  private final LockWatch lockWatch;
  private final RunMetrics metrics;
  private final StepLimits limits;
  private boolean inDoubt;
  private boolean committed;
  private String doing = "the change";
  private List<Blocker> blockers = List.of();
  private @Nullable ObjectRef sought;
  private BooleanSupplier unwanted = () -> false;
  private boolean cancelled;

  /**
   * A session that has done nothing yet.
   *
   * @param lockTimeout how much of a step's lock timeout this try may use
   */
  TargetSession(
      Target target,
      Connection connection,
      Ledger ledger,
      Plan plan,
      LockWatch lockWatch,
      RunMetrics metrics,
      UnaryOperator<Duration> lockTimeout) {
    this.target = target;
    this.connection = connection;
    this.ledger = ledger;
    this.objects = new PlanObjects(connection, plan);
    this.lockWatch = lockWatch;
    this.metrics = metrics;
    this.limits = new StepLimits(connection, lockTimeout);
  }

  Connection connection() {
    return connection;
  }

  /** What the target holds about the plan. */
  Ledger ledger() {
    return ledger;
  }

  /** From now on a statement that takes long is cancelled, once, as soon as this is so. */
  void cancelWhen(BooleanSupplier itIsUnwanted) {
    unwanted = itIsUnwanted;
  }

  /** Whether a statement of this session was cancelled because it was unwanted. */
  boolean cancelled() {
    return cancelled;
  }

  String target() {
    return target.name();
  }

  /** Another session, in auto-commit mode: it sees what was before the transaction in progress. */
  Connection connectBeside() throws SQLException {
    return target.connect();
  }

  RunMetrics metrics() {
    return metrics;
  }

  /** Whether a commit of this session got no answer. */
  boolean inDoubt() {
    return inDoubt;
  }

  /** Whether something that this session did may have stayed. */
  boolean hasCommitted() {
    return committed || inDoubt;
  }

  String doing() {
    return doing;
  }

  void doing(String what) {
    doing = what;
  }

  List<Blocker> blockers() {
    return blockers;
  }

  /** What was waited for, where that is certain. */
  @Nullable ObjectRef sought() {
    return sought;
  }

  /** Begins anew: what is in progress is rolled back. */
  void begin() throws SQLException {
    if (connection.getAutoCommit()) {
      connection.setAutoCommit(false);
    } else {
      connection.rollback();
    }
    limits.begun();
  }

  /** Ends what only has read. */
  void rollback() throws SQLException {
    connection.rollback();
  }

  /** Commits; a fault leaves {@link #inDoubt} saying whether that may have happened. */
  void commit() throws SQLException {
    doing = "the commit";
    inDoubt = true;
    try {
      connection.commit();
      inDoubt = false;
      committed = true;
    } catch (SQLException e) {
      inDoubt = !Faults.certainlyRolledBack(e);
      throw e;
    }
  }

  /** The limits of a step for the transaction in progress. */
  void limit(Step step) throws SQLException {
    limits.set(step, true);
  }

  /**
   * Why another attempt may go better; empty where none will. A target that takes no writes will
   * again; a statement that makes its transaction read-only always does.
   */
  Optional<Reason> passing(SQLException fault) {
    boolean ownDoing = limits.beganWritable() && Faults.READ_ONLY.equals(Faults.sqlState(fault));
    return ownDoing ? Optional.empty() : Faults.passing(fault);
  }

  /**
   * Takes the locks in their order under one deadline, which is the step's lock timeout: who waits
   * for the second table makes others wait for the first. What does not exist yet is left out.
   */
  void lock(List<TableLock> locks, Step step) throws SQLException {
    List<TableLock> existing = TableLocks.existing(connection, locks);
    if (existing.isEmpty()) {
      return;
    }
    long deadline = System.nanoTime() + limits.lockTimeout(step).toNanos();
    try (LockWatch.Watched watched = watch(step)) {
      try {
        for (TableLock lock : existing) {
          doing = "the lock on " + lock.object() + " for " + named(step);
          sought = lock.object();
          TableLocks.take(connection, lock, deadline);
        }
      } finally {
        seen(watched);
      }
    }
    sought = null;
    limit(step);
  }

  /** The plan's objects, in the transaction in progress. */
  PlanObjects objects() {
    return objects;
  }

  /** How they are now, from a transaction of its own. */
  Map<ObjectRef, ObjectState> readAlone() throws SQLException {
    begin();
    Map<ObjectRef, ObjectState> states = objects.read();
    connection.rollback();
    return states;
  }

  /** Runs statements in the transaction in progress; returns how many milliseconds they took. */
  long execute(Step step, List<String> statements) throws SQLException {
    return traced(step, () -> executeTraced(step, statements));
  }

  /** Does some of a step's work in a span of its own. */
  <T> T traced(Step step, Trace.Work<T, SQLException> work) throws SQLException {
    return Trace.within(
        "step " + step.mode().name().toLowerCase(Locale.ROOT),
        Map.of(
            "db.system.name", "postgresql",
            "schemawright.target", target.name(),
            "schemawright.step", Integer.toString(step.number()),
            "schemawright.summary", step.summary()),
        work);
  }

  private long executeTraced(Step step, List<String> statements) throws SQLException {
    limits.lookIn(step.searchPath());
    long begin = System.nanoTime();
    try (LockWatch.Watched watched = watch(step);
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false); // Braces are PostgreSQL's, not JDBC's.
      try {
        for (String sql : statements) {
          doing = "a statement of " + named(step);
          statement.execute(sql);
        }
      } finally {
        seen(watched);
      }
    }
    doing = named(step);
    long nanos = System.nanoTime() - begin;
    metrics.ran(step.mode(), nanos);
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /** Runs statements outside of any transaction, each under the step's limits. */
  long executeAlone(Step step, List<String> statements) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    limits.set(step, false);
    committed = true;
    long millis;
    try {
      millis = execute(step, statements);
    } catch (SQLException e) {
      try {
        limits.reset();
      } catch (SQLException broken) {
        e.addSuppressed(broken);
      }
      throw e;
    }
    limits.reset();
    return millis;
  }

  static String named(Step step) {
    return "step " + step.number() + " (" + step.summary() + ")";
  }

  private LockWatch.Watched watch(Step step) {
    return lockWatch.watch(
        target,
        limits.pid(),
        limits.lockTimeout(step),
        cancelled ? () -> false : unwanted); // What cleans up is not cancelled.
  }

  private void seen(LockWatch.Watched watched) {
    if (!watched.blockers().isEmpty()) {
      blockers = watched.blockers();
    }
    cancelled |= watched.cancelled();
  }
}
