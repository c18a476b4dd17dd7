package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.SqlStatement;
import io.schemawright.catalog.TableSchema;
import io.schemawright.database.PassingFaults;
import io.schemawright.difference.Inexpressible;
import io.schemawright.plan.Effect;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.StepMode;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.DraftStep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One draft on its way up and down in an empty database, which it does not clean up. */
final class Trial {
  private static final String SCHEMAS =
      """
      SELECT n.nspname
        FROM pg_catalog.pg_namespace n
       WHERE n.nspname !~ '^(pg_|schemawright)' AND n.nspname <> 'information_schema'
      """;

  /**
   * Which transaction this is, and whether it writes to a catalog of the whole server that it may
   * write to: a role may change its own settings and password, and keeps the lock until it commits.
   */
  private static final String TRANSACTION =
      """
      SELECT pg_catalog.pg_current_xact_id()::text,
             EXISTS (SELECT FROM pg_catalog.pg_locks l
                      WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation'
                        AND l.database = 0 AND l.mode <> 'AccessShareLock'
                        AND l.relation IN ('pg_catalog.pg_authid'::pg_catalog.regclass,
                                           'pg_catalog.pg_auth_members'::pg_catalog.regclass,
                                           'pg_catalog.pg_database'::pg_catalog.regclass,
                                           'pg_catalog.pg_db_role_setting'::pg_catalog.regclass))
      """;

  private static final String INVALID_TRANSACTION_TERMINATION = "2D000";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  /** The disk is full: that is nobody's statement's doing. */
  private static final String DISK_FULL = "53100";

  private final Connection connection;
  private final Draft draft;
  private final Duration statementTimeout;
  private final long start;

  /**
   * A trial.
   *
   * @param statementTimeout how long a statement that a person wrote may run
   */
  Trial(Connection connection, Draft draft, Duration statementTimeout, long start) {
    this.connection = connection;
    this.draft = draft;
    this.statementTimeout = statementTimeout;
    this.start = start;
  }

  /**
   * Builds, runs up, runs down.
   *
   * @throws RowsInTheWay if only the sample rows speak against it
   */
  Rehearsed run(boolean withRows) throws SQLException {
    Map<ObjectRef, CatalogObject> first;
    List<String> notes = new ArrayList<>();
    try {
      SchemaState built = Foundation.state(draft);
      for (String statement : Foundation.statements(draft, built)) {
        Sandbox.execute(connection, statement);
      }
      if (withRows) {
        notes.addAll(fill(built));
      }
      connection.commit();
      first = read();
    } catch (SQLException e) {
      stopUnlessOwn(e);
      connection.rollback();
      return unbuilt(ScratchDatabase.words(e));
    } catch (IllegalArgumentException | Inexpressible e) {
      connection.rollback();
      return unbuilt(String.valueOf(e.getMessage()));
    }
    Optional<ObjectRef> unlike = unlike(first);
    if (unlike.isPresent()) {
      return unbuilt("built from its description, %s reads otherwise".formatted(unlike.get()));
    }
    Observer observer =
        draft.standing().objects().isEmpty() && draft.trash().isEmpty()
            ? Observer.ofNothing(connection)
            : Observer.ofWhatExists(connection, draft.whole());
    List<Map<ObjectRef, CatalogObject>> up = new ArrayList<>();
    try {
      run(draft.steps(), up, observer);
    } catch (SQLException e) {
      stopUnlessOwn(e);
      connection.rollback();
      stopIfRows(withRows, e, "a few made-up rows break it");
      return Rehearsed.failed(ScratchDatabase.words(e), ScratchDatabase.millisSince(start));
    }
    List<Map<ObjectRef, CatalogObject>> back = new ArrayList<>();
    String detail = draft.down().isEmpty() ? "there is no way back" : "";
    try {
      run(draft.down(), back, Observer.ofNothing(connection));
    } catch (SQLException e) {
      stopUnlessOwn(e);
      connection.rollback();
      stopIfRows(withRows, e, "a few made-up rows break the way back");
      detail = ScratchDatabase.words(e);
    }
    Draft seen = draft.open() ? draft.touching(alsoTouched(first, up, back)) : draft;
    List<List<ObjectState>> down = states(seen, back);
    boolean restores =
        down.size() == seen.down().size()
            && !down.isEmpty()
            && ObjectState.fingerprint(down.get(down.size() - 1))
                .equals(ObjectState.fingerprint(seen.before()));
    List<Effect> effects =
        Stream.concat(observer.effects().stream(), seen.losses().stream()).distinct().toList();
    return Rehearsed.passed(
            seen.plan(states(seen, up), down, effects),
            restores,
            detail,
            effects,
            ScratchDatabase.millisSince(start))
        .noting(notes);
  }

  /** Puts a few rows into each table; tells which stay empty. */
  private List<String> fill(SchemaState built) throws SQLException {
    List<String> notes = new ArrayList<>();
    Map<ObjectRef, String> inserts = SampleRows.inserts(built);
    for (Map.Entry<ObjectRef, String> insert : inserts.entrySet()) {
      try {
        Sandbox.execute(
            connection, "SAVEPOINT empty; %s; RELEASE empty".formatted(insert.getValue()));
      } catch (SQLException e) {
        stopUnlessOwn(e);
        Sandbox.execute(connection, "ROLLBACK TO empty");
        notes.add(
            "tried out without rows in %s: made-up ones do not fit (SQLSTATE %s)"
                .formatted(insert.getKey(), e.getSQLState()));
      }
    }
    draft.whole().stream()
        .filter(ref -> built.objects().get(ref) instanceof TableSchema && !inserts.containsKey(ref))
        .forEach(ref -> notes.add("tried out without rows in %s: none are made up".formatted(ref)));
    return notes;
  }

  /** Passes a fault on that says nothing about the statement, as when the connection has gone. */
  private void stopUnlessOwn(SQLException fault) throws SQLException {
    // Nobody else works here: a lock, a limit or a cancellation is the doing of what was written.
    String state = String.valueOf(fault.getSQLState());
    boolean own =
        draft.open()
            ? !state.equals(DISK_FULL) && !state.startsWith("08")
            : !PassingFaults.isPassing(fault);
    if (!own || connection.isClosed()) {
      throw fault;
    }
  }

  /** Data exceptions and broken constraints (PostgreSQL manual, appendix A) depend on rows. */
  private static void stopIfRows(boolean withRows, SQLException fault, String what) {
    String state = String.valueOf(fault.getSQLState());
    if (withRows && (state.startsWith("22") || state.startsWith("23"))) {
      throw new RowsInTheWay(
          "%s, the target's may as well: %s".formatted(what, ScratchDatabase.words(fault)));
    }
  }

  private Rehearsed unbuilt(String why) {
    return Rehearsed.notRehearsable(
        "what the change refers to could not be built: " + why, ScratchDatabase.millisSince(start));
  }

  /** Runs steps as the executor will, and reads the states they lead to. */
  private void run(
      List<DraftStep> steps, List<Map<ObjectRef, CatalogObject>> states, Observer observer)
      throws SQLException {
    for (int i = 0; i < steps.size(); i++) {
      DraftStep step = steps.get(i);
      String statement = step.statements().get(0);
      if (step.mode() == StepMode.ALONE
          && SqlStatement.split(statement).get(0).runsOutsideTransactions()) {
        connection.commit();
        connection.setAutoCommit(true);
        try {
          execute(statement);
        } finally {
          if (!connection.isClosed()) {
            connection.setAutoCommit(false);
          }
        }
        observer.lookBack(i + 1);
      } else {
        observer.begin();
        for (String each : step.statements()) {
          execute(each);
        }
        boolean rowsAreMeant = step.mode() == StepMode.BATCHED || step.mode() == StepMode.CHECK;
        observer.look(i + 1, rowsAreMeant);
      }
      boolean shares =
          step.mode() == StepMode.TRANSACTIONAL
              && i + 1 < steps.size()
              && steps.get(i + 1).mode() == StepMode.TRANSACTIONAL;
      if (!shares) {
        connection.commit();
        observer.committed();
      }
      states.add(read());
    }
    connection.commit();
  }

  /** Where a person wrote it, it may not run long and must leave the transaction as it is. */
  private void execute(String statement) throws SQLException {
    if (!draft.open()) {
      Sandbox.execute(connection, statement);
      return;
    }
    // Anew for each: a statement may have switched it off.
    Sandbox.execute(connection, "SET SESSION statement_timeout = " + statementTimeout.toMillis());
    boolean within = !connection.getAutoCommit();
    String transaction = within ? transaction() : "";
    Sandbox.execute(connection, statement);
    if (within && !transaction.equals(transaction())) {
      throw new SQLException(
          "a statement ends the transaction that it runs in", INVALID_TRANSACTION_TERMINATION);
    }
  }

  private String transaction() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TRANSACTION)) {
      row.next();
      if (row.getBoolean(2)) {
        throw new SQLException(
            "a statement changes roles or databases, which belong to the whole server; ask its"
                + " operator instead",
            INSUFFICIENT_PRIVILEGE);
      }
      return row.getString(1);
    }
  }

  private Map<ObjectRef, CatalogObject> read() throws SQLException {
    if (!draft.open()) {
      return Introspection.read(connection, draft.touched());
    }
    List<String> schemas = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(SCHEMAS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        schemas.add(rows.getString(1));
      }
    }
    return Introspection.readSchemas(connection, schemas);
  }

  /** What is touched and does not read as the target has it. */
  private Optional<ObjectRef> unlike(Map<ObjectRef, CatalogObject> first) {
    return draft.before().stream()
        .filter(
            state ->
                !Optional.ofNullable(first.get(state.ref()))
                    .map(CatalogObject::fingerprint)
                    .equals(state.fingerprint()))
        .map(ObjectState::ref)
        .findFirst();
  }

  /** What changed without having been named. */
  private List<ObjectState> alsoTouched(
      Map<ObjectRef, CatalogObject> first,
      List<Map<ObjectRef, CatalogObject>> up,
      List<Map<ObjectRef, CatalogObject>> back) {
    TreeSet<ObjectRef> touched = new TreeSet<>();
    List<Map<ObjectRef, CatalogObject>> all = new ArrayList<>(up);
    all.addAll(back);
    Map<ObjectRef, CatalogObject> before = first;
    for (Map<ObjectRef, CatalogObject> after : all) {
      TreeSet<ObjectRef> refs = new TreeSet<>(before.keySet());
      refs.addAll(after.keySet());
      for (ObjectRef ref : refs) {
        if (!Objects.equals(before.get(ref), after.get(ref))) {
          touched.add(ref);
        }
      }
      before = after;
    }
    draft.touched().forEach(touched::remove);
    return touched.stream().map(ref -> new ObjectState(ref, first.get(ref))).toList();
  }

  private static List<List<ObjectState>> states(
      Draft draft, List<Map<ObjectRef, CatalogObject>> read) {
    return read.stream()
        .map(
            found -> {
              Map<ObjectRef, ObjectState> states =
                  new TreeMap<>(ObjectState.of(draft.touched(), found));
              return draft.touched().stream()
                  .map(ref -> Objects.requireNonNull(states.get(ref)))
                  .toList();
            })
        .toList();
  }
}
