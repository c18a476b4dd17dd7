package io.schemawright.executor.run;

import io.micrometer.core.instrument.Timer;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.ExecutionWaitingForLock.Blocker;
import io.schemawright.event.Failure;
import io.schemawright.executor.ledger.Ledger;
import io.schemawright.executor.ledger.Recorded;
import io.schemawright.executor.ledger.StepRecord;
import io.schemawright.executor.queue.Claim;
import io.schemawright.executor.target.Target;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.TableLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a plan on one connection: locks, ledger, steps, commit.
 *
 * <p>All steps share one transaction, each with its row in the ledger. The ledger is read after the
 * locks are held, so that no other session of ours can be between its own look and its commit. For
 * one thread, for one use.
 */
final class PlanAttempt {
  private final Target target;
  private final Connection connection;
  private final Claim claim;
  private final Plan plan;
  private final LockWatch lockWatch;
  private final Timer ddl;
  private boolean inDoubt;
  private int pid;
  private String doing = "the change";
  private List<Blocker> blockers = List.of();

  PlanAttempt(
      Target target,
      Connection connection,
      Claim claim,
      Plan plan,
      LockWatch lockWatch,
      Timer ddl) {
    this.target = target;
    this.connection = connection;
    this.claim = claim;
    this.plan = plan;
    this.lockWatch = lockWatch;
    this.ddl = ddl;
    this.inDoubt = claim.inDoubt();
  }

  Outcome run() {
    try {
      connection.setAutoCommit(false);
      if (!ObjectLocks.tryAll(connection, plan.objects())) {
        return new Outcome.InVain(Reason.BUSY, inDoubt, null, null, List.of());
      }
      SortedMap<Integer, Recorded> done =
          Ledger.find(connection, claim.requestId(), plan.fingerprint());
      inDoubt = false;
      if (done.size() == plan.steps().size()) {
        return new Outcome.Applied(List.copyOf(done.values()));
      }
      if (claim.cancellation().isPresent()) {
        return new Outcome.Cancelled(claim.cancellation().get());
      }
      return runSteps();
    } catch (SQLException e) {
      return fault(e);
    }
  }

  private Outcome runSteps() throws SQLException {
    if (connection.getMetaData().getDatabaseMajorVersion() != plan.postgresMajor()) {
      return new Outcome.Stale(plan.objects()); // Fingerprints compare within one major only.
    }
    List<Recorded> recorded = new ArrayList<>();
    Map<ObjectRef, ObjectState> states = Map.of();
    for (Step step : plan.steps()) {
      limit(step);
      if (recorded.isEmpty()) {
        states = read();
        if (!ObjectState.fingerprint(states.values()).equals(step.before())) {
          return new Outcome.Stale(differing(plan.before(), states));
        }
      }
      long millis = execute(step);
      states = read();
      if (!ObjectState.fingerprint(states.values()).equals(step.after())) {
        return new Outcome.Failed(notAsPlanned(step, states));
      }
      recorded.add(
          Ledger.write(
              connection,
              claim.requestId(),
              plan.fingerprint(),
              new StepRecord(
                  step.number(), step.summary(), millis, List.copyOf(states.values()), sizes())));
    }
    commit();
    return new Outcome.Applied(recorded);
  }

  /** The limits of a step, and the search path, should the step before have changed it. */
  private void limit(Step step) throws SQLException {
    try (PreparedStatement settings =
        connection.prepareStatement(
            "select pg_catalog.pg_backend_pid(), pg_catalog.set_config('lock_timeout', ?, true),"
                + " pg_catalog.set_config('statement_timeout', ?, true),"
                + " pg_catalog.set_config('idle_in_transaction_session_timeout', '60s', true),"
                + " case when pg_catalog.current_setting('search_path') operator(pg_catalog.<>) ?"
                + " then pg_catalog.set_config('search_path', ?, true) end")) {
      settings.setString(1, Long.toString(step.lockTimeoutMillis()));
      settings.setString(2, Long.toString(step.statementTimeoutMillis()));
      settings.setString(3, Target.SEARCH_PATH);
      settings.setString(4, Target.SEARCH_PATH);
      try (ResultSet row = settings.executeQuery()) {
        row.next();
        pid = row.getInt(1);
      }
    }
  }

  private Map<ObjectRef, ObjectState> read() throws SQLException {
    return new TreeMap<>(
        ObjectState.of(plan.objects(), Introspection.read(connection, plan.objects())));
  }

  private long execute(Step step) throws SQLException {
    long begin = System.nanoTime();
    Duration lockTimeout = Duration.ofMillis(step.lockTimeoutMillis());
    try (LockWatch.Watched watched = lockWatch.watch(target, pid, lockTimeout);
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false); // Braces are PostgreSQL's, not JDBC's.
      try {
        for (String sql : step.statements()) {
          doing = "a statement of step " + step.number() + " (" + step.summary() + ")";
          statement.execute(sql);
        }
      } finally {
        blockers = watched.blockers();
      }
    }
    doing = "step " + step.number() + " (" + step.summary() + ")";
    long nanos = System.nanoTime() - begin;
    ddl.record(nanos, TimeUnit.NANOSECONDS);
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  private List<StepRecord.Size> sizes() throws SQLException {
    List<ObjectRef> tables =
        plan.objects().stream().filter(ref -> ref.kind() == ObjectKind.TABLE).toList();
    List<StepRecord.Size> sizes = new ArrayList<>();
    Introspection.statistics(connection, tables)
        .forEach((table, statistics) -> sizes.add(new StepRecord.Size(table, statistics)));
    return sizes;
  }

  private void commit() throws SQLException {
    doing = "the commit";
    inDoubt = true;
    try {
      connection.commit();
    } catch (SQLException e) {
      inDoubt = !Faults.certainlyRolledBack(e);
      throw e;
    }
  }

  private static List<ObjectRef> differing(
      Collection<ObjectState> expected, Map<ObjectRef, ObjectState> found) {
    return expected.stream()
        .filter(
            state -> {
              ObjectState actual = found.get(state.ref());
              return actual == null || !actual.fingerprint().equals(state.fingerprint());
            })
        .map(ObjectState::ref)
        .toList();
  }

  private Failure notAsPlanned(Step step, Map<ObjectRef, ObjectState> found) {
    return new Failure(
        "verification",
        null,
        "After step %d (%s) %s was not as the rehearsal left it (%s); everything was rolled back"
            .formatted(
                step.number(), step.summary(), target.name(), differing(plan.after(), found)),
        "Something on the target makes the same statements do something else, such as an event"
            + " trigger, a default or another version: compare it with the scratch database, then"
            + " make the request again.");
  }

  private Outcome fault(SQLException fault) {
    if (inDoubt) {
      return new Outcome.InVain(Reason.AWAY, true, Faults.sqlState(fault), null, List.of());
    }
    return Faults.passing(fault)
        .<Outcome>map(
            reason ->
                new Outcome.InVain(reason, false, Faults.sqlState(fault), soughtLock(), blockers))
        .orElseGet(() -> new Outcome.Failed(Faults.refused(fault, target.name(), doing)));
  }

  /** What was waited for is only certain where the plan has one thing to wait for. */
  private @Nullable ObjectRef soughtLock() {
    List<ObjectRef> locked =
        plan.steps().stream()
            .flatMap(step -> step.locks().stream())
            .map(TableLock::object)
            .distinct()
            .toList();
    return locked.size() == 1 ? locked.get(0) : null;
  }

  /** A fault of ours ended the attempt: nobody can say that another would end differently. */
  Outcome brokeOff(RuntimeException fault) {
    if (inDoubt) {
      return new Outcome.InVain(Reason.AWAY, true, null, null, List.of());
    }
    return new Outcome.Failed(
        new Failure(
            "internal-error",
            null,
            "The executor could not run %s on %s: %s; everything was rolled back"
                .formatted(doing, target.name(), fault),
            "Report this to the operator, with the request's id."));
  }
}
