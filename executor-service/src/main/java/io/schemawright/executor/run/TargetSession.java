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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
  private final UnaryOperator<Duration> lockTimeout;
  private boolean inDoubt;
  private boolean committed;
  private boolean justBegun;
  private boolean writable;
  private int pid;
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
    this.lockTimeout = lockTimeout;
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
    justBegun = true;
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

  /**
   * The limits of a step for this transaction, and the search path, should the step before have
   * changed it.
   */
  void limit(Step step) throws SQLException {
    limit(step, true);
  }

  private void limit(Step step, boolean forTransaction) throws SQLException {
    try (PreparedStatement settings =
        connection.prepareStatement(
            "select pg_catalog.pg_backend_pid(),"
                + " pg_catalog.current_setting('transaction_read_only'),"
                + " pg_catalog.set_config('lock_timeout', ?, ?),"
                + " pg_catalog.set_config('statement_timeout', ?, ?),"
                + " pg_catalog.set_config('idle_in_transaction_session_timeout', '60s', true),"
                + " case when pg_catalog.current_setting('search_path') operator(pg_catalog.<>) ?"
                + " then pg_catalog.set_config('search_path', ?, ?) end")) {
      settings.setString(1, Long.toString(lockTimeoutOf(step)));
      settings.setBoolean(2, forTransaction);
      settings.setString(3, Long.toString(step.statementTimeoutMillis()));
      settings.setBoolean(4, forTransaction);
      settings.setString(5, Target.SEARCH_PATH);
      settings.setString(6, Target.SEARCH_PATH);
      settings.setBoolean(7, forTransaction);
      try (ResultSet row = settings.executeQuery()) {
        row.next();
        pid = row.getInt(1);
        if (justBegun) {
          writable = !row.getBoolean(2);
          justBegun = false;
        }
      }
    }
  }

  /**
   * Why another attempt may go better; empty where none will. A target that takes no writes will
   * again; a statement that makes its transaction read-only always does.
   */
  Optional<Reason> passing(SQLException fault) {
    boolean ownDoing = writable && Faults.READ_ONLY.equals(Faults.sqlState(fault));
    return ownDoing ? Optional.empty() : Faults.passing(fault);
  }

  private long lockTimeoutOf(Step step) {
    return step.lockTimeoutMillis() == 0
        ? 0 // None at all: CREATE INDEX CONCURRENTLY would leave an invalid index.
        : lockTimeout.apply(Duration.ofMillis(step.lockTimeoutMillis())).toMillis();
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
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lockTimeoutOf(step));
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
    lookIn(step.searchPath());
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

  /** Until the next step, or the end of the transaction. */
  private void lookIn(@Nullable String searchPath) throws SQLException {
    if (searchPath == null) {
      return;
    }
    try (PreparedStatement setting =
        connection.prepareStatement("select pg_catalog.set_config('search_path', ?, ?)")) {
      setting.setString(1, searchPath);
      setting.setBoolean(2, !connection.getAutoCommit());
      setting.execute();
    }
  }

  /** Runs statements outside of any transaction, each under the step's limits. */
  long executeAlone(Step step, List<String> statements) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    limit(step, false);
    committed = true;
    long millis;
    try {
      millis = execute(step, statements);
    } catch (SQLException e) {
      try {
        resetLimits();
      } catch (SQLException broken) {
        e.addSuppressed(broken);
      }
      throw e;
    }
    resetLimits();
    return millis;
  }

  private void resetLimits() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("reset lock_timeout; reset statement_timeout; reset search_path");
    }
  }

  static String named(Step step) {
    return "step " + step.number() + " (" + step.summary() + ")";
  }

  private LockWatch.Watched watch(Step step) {
    return lockWatch.watch(
        target,
        pid,
        Duration.ofMillis(lockTimeoutOf(step)),
        cancelled ? () -> false : unwanted); // What cleans up is not cancelled.
  }

  private void seen(LockWatch.Watched watched) {
    if (!watched.blockers().isEmpty()) {
      blockers = watched.blockers();
    }
    cancelled |= watched.cancelled();
  }
}
