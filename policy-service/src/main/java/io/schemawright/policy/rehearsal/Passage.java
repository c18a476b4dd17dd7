package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SqlStatement;
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

/** The steps of a draft, run one way in the transactions that the executor will use. */
final class Passage {
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

  /**
   * Whether the session's role owns anything but schemas: the owner of whatever a role makes has a
   * row in {@code pg_shdepend} (PostgreSQL manual, 53.46).
   */
  private static final String OWNS =
      """
      SELECT EXISTS (SELECT FROM pg_catalog.pg_shdepend d
                      WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
                        AND d.refobjid = r.oid AND d.deptype = 'o'
                        AND d.classid <> 'pg_catalog.pg_namespace'::pg_catalog.regclass)
        FROM pg_catalog.pg_roles r
       WHERE r.rolname = session_user
      """;

  private static final String INVALID_TRANSACTION_TERMINATION = "2D000";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String QUERY_CANCELED = "57014";

  private final Connection connection;
  private final Draft draft;
  private final Duration statementTimeout;
  private final Watchdog.Guard guard;

  /**
   * A passage.
   *
   * @param statementTimeout how long a statement that a person wrote may run
   */
  Passage(Connection connection, Draft draft, Duration statementTimeout, Watchdog.Guard guard) {
    this.connection = connection;
    this.draft = draft;
    this.statementTimeout = statementTimeout;
    this.guard = guard;
  }

  /** Looks at the database before a step runs. */
  @FunctionalInterface
  interface Ahead {
    void of(int step) throws SQLException;
  }

  /**
   * Runs steps as the executor will, and reads the states they lead to.
   *
   * @param states gets the state after each step, as far as they run
   */
  void run(
      List<DraftStep> steps,
      List<Map<ObjectRef, CatalogObject>> states,
      Observer observer,
      Ahead ahead)
      throws SQLException {
    for (int i = 0; i < steps.size(); i++) {
      ahead.of(i);
      DraftStep step = steps.get(i);
      String statement = step.statements().get(0);
      if (step.mode() == StepMode.ALONE
          && SqlStatement.split(statement).get(0).runsOutsideTransactions()) {
        connection.commit();
        connection.setAutoCommit(true);
        try {
          execute(step, statement);
        } finally {
          if (!connection.isClosed()) {
            connection.setAutoCommit(false);
          }
        }
        observer.lookBack(i + 1);
      } else {
        observer.begin();
        for (String each : texts(step)) {
          execute(step, each);
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

  /** Its statements; our own in one text, so that they go to the server at once. */
  private List<String> texts(DraftStep step) {
    return draft.open() ? step.statements() : List.of(String.join(";\n", step.statements()));
  }

  /** Where a person wrote it, it may not run long and must leave the transaction as it is. */
  private void execute(DraftStep step, String statement) throws SQLException {
    if (!draft.open()) {
      Sandbox.execute(connection, statement);
      return;
    }
    // Anew for each: a statement may have switched it off.
    Sandbox.execute(
        connection,
        "SET SESSION statement_timeout = %d; SET SESSION client_min_messages = error"
            .formatted(statementTimeout.toMillis()));
    if (step.searchPath() != null) {
      Sandbox.execute(connection, "SET SESSION search_path = " + step.searchPath());
    }
    boolean within = !connection.getAutoCommit();
    String transaction = within ? transaction() : "";
    executeInTime(statement);
    if (within && !transaction.equals(transaction())) {
      throw new SQLException(
          "a statement ends the transaction that it runs in", INVALID_TRANSACTION_TERMINATION);
    }
  }

  /** PostgreSQL says that it took too long, but not how long it may take. */
  private void executeInTime(String statement) throws SQLException {
    long begin = System.nanoTime();
    try {
      Sandbox.execute(connection, statement, guard::hush);
    } catch (SQLException e) {
      boolean timeIsOver = System.nanoTime() - begin >= statementTimeout.toNanos();
      if (!timeIsOver || !QUERY_CANCELED.equals(e.getSQLState())) {
        throw e;
      }
      throw new SQLException(
          "%s; in a rehearsal each statement written by hand has %d ms (SCRATCH_STATEMENT_TIMEOUT)"
              .formatted(e.getMessage(), statementTimeout.toMillis()),
          QUERY_CANCELED,
          e);
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

  /** What is there now of what the draft touches; all, where that shows only when it has run. */
  Map<ObjectRef, CatalogObject> read() throws SQLException {
    if (!draft.open()) {
      // Before a new table and after its drop nothing is there, which costs far less to see.
      return draft.beginsWithNothing() && !ownsAnything()
          ? Map.of()
          : Introspection.read(connection, draft.touched());
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

  private boolean ownsAnything() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OWNS);
        ResultSet row = statement.executeQuery()) {
      return !row.next() || row.getBoolean(1);
    }
  }
}
